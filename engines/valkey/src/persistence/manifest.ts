import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

/** Which files, read one after the other, are the data: a base as it was once, and what was changed since. The names
 *  and the format are Valkey's own, so that a valkey-server reads the folder too.
 *  Source: https://valkey.io/topics/persistence/, "multi part AOF" */
export interface Manifest {
  readonly base: number | undefined;
  readonly tails: readonly number[];
}

/** The folder within the data folder, as Valkey's `appenddirname`. */
export const directory = "appendonlydir";
const name = "appendonly.aof";
export const manifestName = `${name}.manifest`;

export const baseFile = (sequence: number) => `${name}.${sequence}.base.aof`;
export const tailFile = (sequence: number) => `${name}.${sequence}.incr.aof`;

export const isDataFile = (file: string) => /^appendonly\.aof\.\d+\.(base|incr)\.aof$/.test(file);

export const filesOf = ({ base, tails }: Manifest): string[] => [
  ...(base === undefined ? [] : [baseFile(base)]),
  ...tails.map(tailFile),
];

/** @returns undefined when there is none yet
 *  @throws Error when it cannot be understood */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, manifestName), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  let base: number | undefined;
  const tails: number[] = [];
  for (const line of text.split("\n").filter(Boolean)) {
    const [, file, digits, type] = /^file (\S+) seq (\d+) type ([bih])/.exec(line) ?? [];
    const sequence = Number(digits);
    if (type === "b" && file === baseFile(sequence)) base = sequence;
    else if (type === "i" && file === tailFile(sequence)) tails.push(sequence);
    else if (type !== "h") {
      throw new Error(
        `${join(folder, manifestName)} has a line that cannot be read: "${line}". Files in RDB format are not supported: rewrite them with aof-use-rdb-preamble no`,
      );
    }
  }
  return { base, tails };
}

/** Puts it in the place of the one before, at once and safely. */
export async function writeManifest(folder: string, { base, tails }: Manifest): Promise<void> {
  const lines = [
    ...(base === undefined ? [] : [`file ${baseFile(base)} seq ${base} type b`]),
    ...tails.map((sequence) => `file ${tailFile(sequence)} seq ${sequence} type i`),
  ];
  const path = join(folder, manifestName);
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(lines.map((line) => `${line}\n`).join(""));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(folder);
}

/** Makes new and changed names safe. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
