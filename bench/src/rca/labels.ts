import { basename, dirname } from "node:path";
import { DataError } from "./csv.ts";
import { dataFile, readJson } from "./data-file.ts";
import type { Found } from "./discover.ts";
import { scenarioOf } from "./petshop.ts";
import { type InsideTruth, type Truth, wholeWords } from "./score.ts";

/* What was wrong in each case. Only the scorer reads this, after the answer. */

/** @returns undefined for a case that nobody has labelled
 *  @throws DataError when the label cannot be understood */
export function truthOf({ dataset, folder }: Found): Promise<Truth | undefined> {
  return dataset === "nezha" ? nezhaTruth(folder) : petshopTruth(folder);
}

async function nezhaTruth(folder: string): Promise<Truth | undefined> {
  const file = [folder, dirname(folder), dirname(dirname(folder))]
    .map((place) => dataFile(place, "labels.json"))
    .find((path) => path !== undefined);
  if (file === undefined) return undefined;
  const labels = await readJson(file);
  if (!Array.isArray(labels)) throw new DataError(file, undefined, "not a list of labels");
  const label = labels.map((each) => object(each, file)).find((each) => each["case"] === basename(folder));
  if (!label) return undefined;
  const inner = label["inner"];
  return {
    services: [text(label["service"], "service", file)],
    fault: text(label["fault"], "fault", file),
    onset: onsetOf(label["injected_at"], "injected_at", file),
    inside: typeof inner === "string" && inner !== "" ? insideOf(inner) : null,
  };
}

async function petshopTruth(folder: string): Promise<Truth | undefined> {
  const file = dataFile(folder, "target.json");
  if (file === undefined) return undefined;
  const label = object(await readJson(file), file);
  const cause = object(label["root_cause"], file);
  const target = object(label["target"], file);
  const scenario = basename(scenarioOf(folder) ?? dirname(folder));
  return {
    services: [text(cause["node"], "root_cause.node", file)],
    fault: `${scenario} ${text(target["metric"], "target.metric", file)}`,
    onset: onsetOf(target["timestamp"], "target.timestamp", file),
    inside: null,
  };
}

/** Resources by what Nezha's metrics of them are called: CpuUsageRate(%), NetworkP90(ms), MemoryUsage(Mi). */
const resources = [
  { metric: /cpu/i, name: "cpu" },
  { metric: /network/i, name: "network" },
  { metric: /memory/i, name: "memory" },
];

/** Two log statements joined by an underscore (`a.b.C#1_a.b.C#2`, `C.call start_a.b.C#2`), or a metric. */
function insideOf(inner: string): InsideTruth {
  const pair = /^(.+(?:#\d+| start))_(.+)$/.exec(inner);
  if (pair) return { names: pair.slice(1).map(statement) };
  const resource = resources.find(({ metric }) => metric.test(inner));
  if (resource) return { names: [wholeWords(resource.name)], kinds: ["resource"] };
  return { names: [statement(inner)] };
}

/** The beginning or the end of an operation is named by the operation. */
const statement = (text: string) => wholeWords(text.replace(/ (?:start|end)$/, ""));

function onsetOf(seconds: unknown, field: string, file: string): number | null {
  if (seconds === undefined || seconds === null) return null;
  if (typeof seconds === "number" && seconds > 0) return seconds * 1000;
  throw new DataError(file, undefined, `${field} is ${JSON.stringify(seconds)}, not seconds since 1970`);
}

function object(value: unknown, file: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new DataError(file, undefined, `${JSON.stringify(value)} is not an object`);
}

function text(value: unknown, field: string, file: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new DataError(file, undefined, `${field} is ${JSON.stringify(value)}, not a text`);
}
