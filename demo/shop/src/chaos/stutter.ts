import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/* A program that gets the processor for a short while only, again and again, as on hardware that fails: pods of the embedded
 * cluster are processes of this machine. `stutter-main.ts` stops and continues it from a process of its own. */

const program = fileURLToPath(new URL("stutter-main.ts", import.meta.url));

/** @param target  a process of this machine */
export function startStutter(target: number): void {
  spawn(process.execPath, [program, String(target)], { detached: true, stdio: "ignore" }).unref();
}

/** Whoever makes it stutter continues it for good and ends. */
export async function endStutter(target: number): Promise<void> {
  for (const [pid, command] of await commands()) {
    if (command.includes(program) && command.at(-1) === String(target)) process.kill(pid, "SIGTERM");
  }
}

/** The process of a pod's program: the one that was started with its uid and runs `module`.
 *  @throws Error when this machine does not run it */
export async function processOf(podUid: string, module: string): Promise<number> {
  for (const [pid, command] of await commands()) {
    if (!command.some((part) => part.endsWith(module))) continue;
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(`POD_UID=${podUid}`)) return pid;
  }
  throw new Error(`no process of this machine runs ${module} for the pod ${podUid}`);
}

/** Every process with its command line. */
async function commands(): Promise<(readonly [pid: number, command: readonly string[]])[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  return Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return [pid, line.split("\0").filter((part) => part !== "")] as const;
    }),
  );
}
