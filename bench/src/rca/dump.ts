import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes an answer and what belongs to it into a file of its own.
 *  @param folder  it is there; undefined: nobody wants it */
export async function dump(folder: string | undefined, name: string, what: object): Promise<void> {
  if (folder === undefined) return;
  const file = join(folder, `${name.replaceAll(/[^\w.-]+/g, "_")}.json`);
  const text = JSON.stringify({ name, ...what }, (_, value: unknown) => plain(value), 1);
  await writeFile(file, `${text}\n`);
}

const plain = (value: unknown) => (value instanceof RegExp ? value.source : value);
