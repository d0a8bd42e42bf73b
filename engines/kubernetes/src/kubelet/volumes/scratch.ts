import { createHash } from "node:crypto";
import { chmod, chown, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { mountMemory, unmountMemory } from "../../runtime/index.ts";
import type { Prepared } from "./volumes.ts";

/** Where the machine keeps files in its memory. */
const memory = "/dev/shm";
/** The group's files stay the group's. */
const groupMode = 0o2777;

/** The part of a pod's folder that is in memory and knows no limit. */
const inMemory = (podFolder: string) =>
  join(memory, `naru-${createHash("sha256").update(podFolder).digest("hex").slice(0, 16)}`);

export interface Scratch {
  readonly isInMemory: boolean;
  /** Bytes that it holds at most, where it is in memory and that can be enforced. */
  readonly sizeBytes: number | undefined;
  /** Owns it, where Naru may give it away. */
  readonly fsGroup: number | undefined;
}

/** Makes an `emptyDir` that everybody may write to, kept as it is where it is there already. */
export async function makeScratch(
  podFolder: string,
  volume: string,
  { isInMemory, sizeBytes, fsGroup }: Scratch,
): Promise<Prepared> {
  const isBounded = isInMemory && sizeBytes !== undefined;
  const parent = isInMemory && !isBounded ? inMemory(podFolder) : join(podFolder, "volumes");
  await mkdir(parent, { recursive: true, mode: 0o711 });
  const path = join(parent, volume);
  if (isBounded) await mountMemory(path, sizeBytes);
  else await mkdir(path, { recursive: true });
  const isGiven = fsGroup !== undefined && process.getuid?.() === 0;
  if (isGiven) await chown(path, 0, fsGroup);
  // Not by mkdir, which heeds the umask.
  await chmod(path, isGiven ? groupMode : 0o777);
  return { path, isFixed: false, isBounded };
}

/** Takes a pod's folder away, with what of it is in memory. */
export async function removeFolder(podFolder: string): Promise<void> {
  await forgetMemory(podFolder);
  await rm(podFolder, { recursive: true, force: true });
}

/** What is in memory goes with its pod's last process, and with its node. */
export async function forgetMemory(podFolder: string): Promise<void> {
  await unmountMemory(podFolder);
  await rm(inMemory(podFolder), { recursive: true, force: true });
}
