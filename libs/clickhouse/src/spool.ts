import { randomUUID } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NativeInsert } from "./client.ts";

/** Where a block waits for the engine to read it: chDB takes binary input from files only. */
export const spoolPath = (folder: string): string => join(folder, `insert-${randomUUID()}.native`);

/** Writes a block's bytes into a file of its own. The caller removes it. */
export async function spool(folder: string, { body }: NativeInsert): Promise<string> {
  const file = spoolPath(folder);
  await writeFile(file, body, { mode: 0o600 });
  return file;
}

/** Removes blocks that an engine before was still reading; whoever sent them sends them again. */
export async function removeSpooled(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter(
    (name) => name.startsWith("insert-") && name.endsWith(".native"),
  );
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}
