import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { DataError } from "./csv.ts";
import { dataFile } from "./data-file.ts";
import { baselinesBeside, nezhaBaseline, nezhaCase } from "./nezha.ts";
import { petshopIssue, petshopQuiet, scenarioOf } from "./petshop.ts";
import type { Recording } from "./recording.ts";

/** Something to replay: a case, or windows in which nothing was wrong. */
export interface Found {
  readonly dataset: "nezha" | "petshop";
  readonly name: string;
  readonly folder: string;
  /** @throws DataError with file and line */
  readonly load: () => Promise<Recording>;
}

export interface Data {
  readonly cases: readonly Found[];
  readonly healthy: readonly Found[];
}

const mostDepth = 6;
const mostFolders = 20_000;

/** Looks for cases in a folder and below it by what the folders contain: a set, several sets, or one case alone.
 *  @throws DataError when there is none */
export async function discover(folder: string): Promise<Data> {
  const folders = await foldersIn(resolve(folder));
  const nezha = folders.filter((path) => !isBaseline(path) && dataFile(path, "traces.csv") !== undefined);
  const petshop = folders.flatMap((path) => {
    const scenario = dataFile(path, "metrics.csv") === undefined ? undefined : scenarioOf(path);
    return scenario === undefined || basename(path) === "noissue" ? [] : [{ path, scenario }];
  });
  if (nezha.length + petshop.length === 0) {
    const help =
      "A case is a folder with traces.csv.gz (Nezha), or one with metrics.csv below a folder with graph.csv (PetShop).";
    throw new DataError(folder, undefined, `no case of a known format here. ${help}`);
  }
  return {
    cases: [
      ...nezha.map((path) => ({ ...nezhaFound(path), load: () => nezhaCase(path) })),
      ...petshop.map(({ path, scenario }) => issueFound(path, scenario)),
    ],
    healthy: [
      ...(await baselines(nezha)),
      ...[...new Set(petshop.map(({ scenario }) => scenario))].flatMap(quietFound),
    ],
  };
}

const isBaseline = (path: string) => basename(dirname(path)) === "baseline";

const nezhaFound = (folder: string) => ({ dataset: "nezha" as const, name: basename(folder), folder });

async function baselines(cases: readonly string[]): Promise<Found[]> {
  const parents = Map.groupBy(cases, (path) => dirname(path));
  const found = await Promise.all([...parents.values()].map(([first = ""]) => baselinesBeside(first)));
  return [...new Set(found.flat())].map((path) => ({
    dataset: "nezha",
    name: `baseline/${basename(path)}`,
    folder: path,
    load: () => nezhaBaseline(path),
  }));
}

function issueFound(folder: string, scenario: string): Found {
  const name = relative(dirname(scenario), folder);
  return { dataset: "petshop", name, folder, load: () => petshopIssue(folder, scenario, name) };
}

function quietFound(scenario: string): Found[] {
  const folder = join(scenario, "noissue");
  if (dataFile(folder, "metrics.csv") === undefined) return [];
  const name = basename(scenario);
  return [{ dataset: "petshop", name: `${name}/noissue`, folder, load: () => petshopQuiet(scenario, name) }];
}

/** A folder and those in it, sorted, so that runs are alike. */
async function foldersIn(root: string): Promise<string[]> {
  const folders = [root];
  let level = [root];
  for (let depth = 0; depth < mostDepth && level.length > 0; depth++) {
    const inside = await Promise.all(level.map(children));
    level = inside.flat();
    folders.push(...level);
    if (folders.length > mostFolders) {
      throw new DataError(root, undefined, `more than ${mostFolders} folders in it`);
    }
  }
  return folders.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

async function children(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch (cause) {
    throw new DataError(folder, undefined, (cause as Error).message, { cause });
  }
}
