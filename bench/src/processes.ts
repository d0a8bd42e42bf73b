import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** A process and all that it has started. */
function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(fieldsOf(Number(name))[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const all = [pid];
  for (const one of all) all.push(...(children.get(one) ?? []));
  return all;
}

/** Processor time that a process and its children have used, seconds. Linux only. */
export function cpuSeconds(pid: number): number {
  return family(pid).reduce((sum, one) => {
    const fields = fieldsOf(one);
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
  }, 0);
}

/** Proportional set size of a process and its children, bytes: pages that several share are counted once. */
export function memoryBytes(pid: number): number {
  return family(pid).reduce((sum, one) => {
    const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1];
    return sum + Number(pss ?? 0) * 1024;
  }, 0);
}

/** Fields of /proc/<pid>/stat after the name, which may hold spaces: [0] state, [1] parent … */
function fieldsOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
