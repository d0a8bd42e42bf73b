import { type FileHandle, open } from "node:fs/promises";
import { Parser, ProtocolError, usualLimits } from "../resp/parser.ts";

const chunkBytes = 1024 * 1024;

export interface LoadOptions {
  /** The last file may end within a command: a crash cuts it there. */
  readonly mayBeTorn: boolean;
  /** Cut at the first thing that cannot be read, whatever comes after it. */
  readonly repair: boolean;
  readonly log: (message: string) => void;
}

/** Reads a file of commands. Those between MULTI and EXEC are handed over together, or not at all.
 *  @param run  runs commands; what it throws is damage too
 *  @returns    bytes of the file, after what was torn has been cut off
 *  @throws     Error when there is something in the middle that cannot be read */
export async function load(
  path: string,
  options: LoadOptions,
  run: (commands: readonly string[][]) => void,
): Promise<number> {
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    const { good, damage } = await replay(file, size, run);
    if (good === size) return size;
    const reason = damage ?? (await damageBehind(file, good, size));
    if (!options.repair && (reason || !options.mayBeTorn)) {
      throw new Error(
        `${path} cannot be read at byte ${good}: ${reason ?? "it ends within a command"}. Nothing was changed. ` +
          `Start with repair to cut off the last ${size - good} bytes, or put back a copy`,
      );
    }
    options.log(
      `${path} was cut off at byte ${good}: the last ${size - good} bytes were not a whole command${reason ? ` (${reason})` : ""}`,
    );
    await file.truncate(good);
    await file.sync();
    return good;
  } finally {
    await file.close();
  }
}

async function replay(
  file: FileHandle,
  size: number,
  run: (commands: readonly string[][]) => void,
): Promise<{ good: number; damage?: string }> {
  const parser = new Parser(usualLimits, true);
  let good = 0;
  let transaction: string[][] | undefined;
  try {
    for (let read = 0; read < size;) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size - read));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, read);
      if (bytesRead === 0) break;
      read += bytesRead;
      parser.push(chunk.subarray(0, bytesRead));
      for (let args = parser.next(); args; args = parser.next()) {
        const name = args[0]!.toUpperCase();
        if (name === "MULTI") transaction = [];
        else if (name === "EXEC") {
          if (!transaction) throw new Error("EXEC without MULTI");
          run(transaction);
          transaction = undefined;
        } else if (transaction) transaction.push(args);
        else run([args]);
        if (!transaction) good = parser.offset;
      }
    }
    return { good };
  } catch (error) {
    const inside = error instanceof ProtocolError ? error.message : (error as Error).message;
    // Blocks that the file system had made ready, and no more.
    return (await onlyZeros(file, good, size)) ? { good } : { good, damage: inside };
  }
}

async function onlyZeros(file: FileHandle, from: number, size: number): Promise<boolean> {
  const rest = await bytesFrom(file, from, size);
  return rest.every((byte) => byte === 0);
}

async function bytesFrom(file: FileHandle, from: number, size: number): Promise<Buffer> {
  const rest = Buffer.alloc(Math.min(size - from, 64 * chunkBytes));
  await file.read(rest, 0, rest.length, from);
  return rest;
}

/** A torn end is one command, or one transaction, that stops. When others begin behind it, a length was changed. */
async function damageBehind(file: FileHandle, good: number, size: number): Promise<string | undefined> {
  const rest = await bytesFrom(file, good, size);
  if (rest.subarray(0, 15).toString("latin1") === "*1\r\n$5\r\nMULTI\r\n") return undefined;
  return /\r\n\*[1-9]\d*\r\n\$[1-9]\d*\r\n[A-Z]+\r\n/.test(rest.toString("latin1"))
    ? "an argument says that it is longer than the file, and other commands follow it"
    : undefined;
}
