import { readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sendSignal } from "../processes.ts";

/** `key value` lines. */
export async function readCounters(file: string): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(file, "utf8");
  return new Map(
    text
      .split("\n")
      .map((line) => line.split(" "))
      .map(([key = "", value]) => [key, Number(value)]),
  );
}

export const readNumber = async (file: string) => Number(await readFile(file, "utf8"));

export async function countLines(file: string): Promise<number> {
  return (await readFile(file, "utf8")).split("\n").length - 1;
}

/** For a file that not every kernel has. */
export async function writeIfThere(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "r+" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

const attempts = 50;

/** Removes a control group and those below it, once their last processes are gone; ends those. */
export async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await removeTree(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return;
      if (code !== "EBUSY" || attempt === attempts) throw error;
      await delay(20);
    }
  }
}

async function removeTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  await killProcesses(folder);
  await rmdir(folder);
}

async function killProcesses(folder: string): Promise<void> {
  const pids = await readFile(join(folder, "cgroup.procs"), "utf8").catch(() => "");
  for (const pid of pids.split("\n").map(Number)) if (pid > 0) sendSignal(pid, "SIGKILL");
}
