import { readdir, readFile } from "node:fs/promises";

/** What is known of a process from `/proc/<pid>/stat`. Source: proc_pid_stat(5) */
export interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** Used by itself and by children that it has waited for. */
  readonly cpuNanoseconds: number;
  readonly rssBytes: number;
}

const nanosecondsPerTick = 10_000_000;
const pageBytes = 4096;

export function parseStat(text: string): ProcessState | undefined {
  // The name stands in parentheses and may hold anything, parentheses too.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [, parent, , session] = fields.map(Number);
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const pid = Number.parseInt(text, 10);
  if (parent === undefined || session === undefined || Number.isNaN(pid + ticks)) return undefined;
  const rssBytes = Math.max(0, Number(fields[21])) * pageBytes;
  return { pid, parent, session, cpuNanoseconds: ticks * nanosecondsPerTick, rssBytes };
}

export async function stateOf(pid: number): Promise<ProcessState | undefined> {
  // It may end meanwhile.
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return parseStat(text);
}

/** Every process of the machine. */
export async function allProcesses(): Promise<ProcessState[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const states = await Promise.all(pids.map(stateOf));
  return states.filter((state) => state !== undefined);
}

/** A process with all that came from it: its descendants, and those left behind in its session. */
export function familyOf(pid: number, processes: readonly ProcessState[]): ProcessState[] {
  const family = new Map(
    processes
      .filter((process) => process.pid === pid || process.session === pid)
      .map((one) => [one.pid, one]),
  );
  for (let known = 0; known < family.size;) {
    known = family.size;
    for (const process of processes) if (family.has(process.parent)) family.set(process.pid, process);
  }
  return [...family.values()];
}

export async function killFamily(pid: number): Promise<void> {
  for (const process of familyOf(pid, await allProcesses())) sendSignal(process.pid, "SIGKILL");
}

/** One that has ended gets no signal any more, nor one that has become another user's. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
