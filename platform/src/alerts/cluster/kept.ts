import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { KubeObject } from "@naru/kubernetes";

/* What a cluster said last, on disk: used after a start while the cluster is away. */

/** More is not written: 5,000 objects of the usual size are a tenth of it. */
const mostBytes = 64 * 1024 * 1024;

/** @returns nothing where nothing was kept, or it can't be read any more */
export async function readKept(path: string): Promise<readonly KubeObject[]> {
  const text = await readFile(path, "utf8").catch(() => "[]");
  try {
    const objects: unknown = JSON.parse(text);
    return Array.isArray(objects) ? (objects as KubeObject[]) : [];
  } catch {
    return [];
  }
}

/** Takes the place of what was kept before, all of it or nothing.
 *  @throws Error of the file system, or when it is too much */
export async function writeKept(path: string, text: string): Promise<void> {
  if (text.length > mostBytes) throw new Error(`${text.length} bytes are more than are kept`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
