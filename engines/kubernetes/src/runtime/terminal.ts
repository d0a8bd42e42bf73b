import { execFile } from "node:child_process";
import { readlink } from "node:fs/promises";
import { promisify } from "node:util";
import { sttySize } from "./chain.ts";
import type { TerminalSize } from "./container.ts";

const run = promisify(execFile);

/** Tells the terminal that a process has as its standard input how large it is; programs get SIGWINCH. */
export async function resizeTerminal(pid: number, size: TerminalSize): Promise<void> {
  try {
    const terminal = await readlink(`/proc/${pid}/fd/0`);
    await run("stty", ["-F", terminal, ...sttySize(size).split(" ")]);
  } catch {
    // It has ended, or given its terminal away: there is nothing left to be resized.
  }
}
