import { createHash } from "node:crypto";
import { chmod, chown, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where the machine keeps files in its memory. */
const memory = "/dev/shm";
/** The group's files stay the group's. */
const groupMode = 0o2777;

/** The part of a pod's folder that is in memory. */
const inMemory = (podFolder: string) =>
  join(memory, `naru-${createHash("sha256").update(podFolder).digest("hex").slice(0, 16)}`);

/** Makes an `emptyDir` that everybody may write to, kept as it is where it is there already.
 *  @param medium   "" for the disk, `Memory` for the machine's memory
 *  @param fsGroup  owns it, where Naru may give it away
 *  @returns        its path */
export async function makeScratch(
  podFolder: string,
  volume: string,
  medium: string,
  fsGroup: number | undefined,
): Promise<string> {
  const parent = medium === "Memory" ? inMemory(podFolder) : join(podFolder, "volumes");
  await mkdir(parent, { recursive: true, mode: 0o711 });
  const path = join(parent, volume);
  await mkdir(path, { recursive: true });
  const isGiven = fsGroup !== undefined && process.getuid?.() === 0;
  if (isGiven) await chown(path, 0, fsGroup);
  // Not by mkdir, which heeds the umask.
  await chmod(path, isGiven ? groupMode : 0o777);
  return path;
}

/** Takes a pod's folder away, with what of it is in memory. */
export async function removeFolder(podFolder: string): Promise<void> {
  await rm(podFolder, { recursive: true, force: true });
  await forgetMemory(podFolder);
}

/** What is in memory goes with its node. */
export const forgetMemory = (podFolder: string): Promise<void> =>
  rm(inMemory(podFolder), { recursive: true, force: true });
