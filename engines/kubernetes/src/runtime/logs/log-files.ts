import { type FileHandle, open, stat } from "node:fs/promises";
import { numbered } from "./log-writer.ts";

const mostFiles = 100;

/** The files of one log that are there now, the oldest first, open so that rotation can't take them away. */
export async function openFiles(path: string): Promise<FileHandle[]> {
  const files = new Map<bigint, FileHandle>();
  // One name may be missing for a moment while files are renamed; two in a row are the end.
  for (let number = 0, missing = 0; number < mostFiles && missing < 2; number++) {
    const file = await openIfThere(numbered(path, number));
    if (file === undefined) {
      missing += 1;
      continue;
    }
    missing = 0;
    const { ino } = await file.stat({ bigint: true });
    // It was renamed between two looks.
    if (files.has(ino)) await file.close();
    else files.set(ino, file);
  }
  return [...files.values()].toReversed();
}

/** The file that was begun when this one was full. Undefined when it is the one being written, or in the moment of
 *  rotation. */
export async function openSuccessor(path: string, file: FileHandle): Promise<FileHandle | undefined> {
  const { ino } = await file.stat({ bigint: true });
  let oldest: number | undefined;
  for (let number = 0, missing = 0; number < mostFiles && missing < 2; number++) {
    const found = await inodeOf(numbered(path, number));
    missing = found === undefined ? missing + 1 : 0;
    if (found !== undefined) oldest = number;
    if (found !== ino) continue;
    if (number === 0) return undefined;
    const successor = await openIfThere(numbered(path, number - 1));
    // Files are renamed from the oldest on: this one still has its name, so the next had when it was opened.
    if (successor === undefined || (await inodeOf(numbered(path, number))) === ino) return successor;
    await successor.close();
    return openSuccessor(path, file);
  }
  // It has been removed: what was written since and is still there goes on from the oldest.
  return oldest === undefined ? undefined : openIfThere(numbered(path, oldest));
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  return orNothing(open(path, "r"));
}

async function inodeOf(path: string): Promise<bigint | undefined> {
  return (await orNothing(stat(path, { bigint: true })))?.ino;
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
