import { execFile } from "node:child_process";
import { mkdir, readdir, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { mountPoints } from "./mounts.ts";

const execute = promisify(execFile);

/** Makes a folder a file system of its own in memory that holds no more than its size. One that is there already stays as it is.
 *  @throws Error, with mount(8)'s words, where that is not permitted */
export async function mountMemory(path: string, sizeBytes: number): Promise<void> {
  await mkdir(path, { recursive: true });
  const target = await realpath(path);
  if ((await memoryBelow(target)).includes(target)) return;
  await execute("mount", ["-t", "tmpfs", "-o", `size=${Math.floor(sizeBytes)},nosuid,nodev`, "naru", target]);
}

/** Takes away every file system in memory at a folder and below it, with all that they hold. */
export async function unmountMemory(folder: string): Promise<void> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined) return;
  for (const target of await memoryBelow(real)) {
    // Containers that were started meanwhile show it too and keep it in memory for as long as they run: it goes empty.
    for (const name of await readdir(target)) await rm(join(target, name), { recursive: true, force: true });
    await execute("umount", ["--lazy", target]);
  }
}

/** The deepest first. */
async function memoryBelow(folder: string): Promise<string[]> {
  const points = await mountPoints();
  const within = points.filter(
    ({ type, target }) => type === "tmpfs" && `${target}/`.startsWith(`${folder}/`),
  );
  return within.map(({ target }) => target).toReversed();
}
