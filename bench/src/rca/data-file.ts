import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "./csv.ts";

const mostBytes = 512 * 2 ** 20;

/** Path of `name` or of `name.gz` in a folder, whichever is there. */
export function dataFile(folder: string, name: string): string | undefined {
  return [join(folder, name), join(folder, `${name}.gz`)].find((path) => existsSync(path));
}

/** @throws DataError when it cannot be read, is no gzip though it is called so, or is larger than 512 MiB */
export async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    const plain = path.endsWith(".gz")
      ? await promisify(gunzip)(bytes, { maxOutputLength: mostBytes })
      : bytes;
    if (plain.length > mostBytes) throw new Error(`larger than ${mostBytes} bytes`);
    return plain.toString("utf8");
  } catch (cause) {
    throw new DataError(path, undefined, (cause as Error).message, { cause });
  }
}

/** @throws DataError when it is no JSON */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(path, undefined, (cause as Error).message, { cause });
  }
}
