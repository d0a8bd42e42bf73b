import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { countLines, readCounters, readNumber, removeGroup, writeIfThere } from "./files.ts";
import { cpuPeriod, cpuQuota, type Group, type Hierarchy, type Limits } from "./group.ts";

/** @param ours  our group; its parent must let us give controllers to its children
 *  Source: https://docs.kernel.org/admin-guide/cgroup-v2.html */
export async function openCgroup2(ours: string): Promise<Hierarchy> {
  await removeGroup(ours);
  const controllers = "+memory +cpu";
  await writeFile(join(dirname(ours), "cgroup.subtree_control"), controllers, { flag: "r+" });
  await mkdir(ours);
  await writeFile(join(ours, "cgroup.subtree_control"), controllers, { flag: "r+" });
  return {
    kind: "cgroup2",
    make: (id, limits) => groupAt(join(ours, id), limits),
    close: () => removeGroup(ours),
  };
}

async function limitGroup(folder: string, { memoryBytes, cpuMillicores }: Limits): Promise<void> {
  if (memoryBytes !== undefined) {
    await writeFile(join(folder, "memory.max"), `${memoryBytes}`, { flag: "r+" });
    await writeIfThere(join(folder, "memory.swap.max"), "0");
    // A container ends as a whole, as in Kubernetes.
    await writeIfThere(join(folder, "memory.oom.group"), "1");
  }
  if (cpuMillicores !== undefined) {
    await writeFile(join(folder, "cpu.max"), `${cpuQuota(cpuMillicores)} ${cpuPeriod}`, { flag: "r+" });
  }
}

/** One container's group. */
export async function groupAt(folder: string, limits: Limits): Promise<Group> {
  await mkdir(folder, { recursive: true });
  await limitGroup(folder, limits);
  return {
    folders: [folder],
    usage: () => usageOf(folder),
    outOfMemory: async () => ((await readCounters(join(folder, "memory.events"))).get("oom_kill") ?? 0) > 0,
    remove: () => removeGroup(folder),
  };
}

async function usageOf(folder: string) {
  const [stat, used, cpu, processes] = await Promise.all([
    readCounters(join(folder, "memory.stat")),
    readNumber(join(folder, "memory.current")),
    readCounters(join(folder, "cpu.stat")),
    countLines(join(folder, "cgroup.procs")),
  ]);
  const workingSetBytes = Math.max(0, used - (stat.get("inactive_file") ?? 0));
  const cpuNanoseconds = (cpu.get("usage_usec") ?? 0) * 1000;
  return { cpuNanoseconds, workingSetBytes, rssBytes: stat.get("anon") ?? 0, processes };
}
