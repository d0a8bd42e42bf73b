import { readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartFailure } from "./start-failure.ts";

/** The folder of everything that is kept, held by this process alone. */
export interface DataFolder {
  readonly path: string;
  readonly release: () => Promise<void>;
}

/** Makes the folder (mode 0700) and takes its lock.
 *  @throws StartFailure `folderInUse` naming the other process, or the system's own error */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const lock = join(path, "lock");
  const own = identify(process.pid);
  for (;;) {
    try {
      await writeFile(lock, own, { flag: "wx", mode: 0o600 });
      return { path, release: () => rm(lock, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = await readFile(lock, "utf8").catch(() => "");
    const pid = Number.parseInt(holder, 10);
    if (pid && pid !== process.pid && identify(pid) === holder)
      throw new StartFailure("folderInUse", { path, pid });
    await rm(lock, { force: true });
  }
}

/** The process number and, where the system tells, when that process started: numbers are used again.
 *  @returns an empty text when there is no such process */
function identify(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "";
  }
  return `${pid} ${startTicks(pid)}`;
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces. Source: proc_pid_stat(5) */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
