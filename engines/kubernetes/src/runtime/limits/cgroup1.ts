import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { countLines, readCounters, readNumber, removeGroup, writeIfThere } from "./files.ts";
import { cpuPeriod, cpuQuota, type Group, type Hierarchy, type Limits } from "./group.ts";

/** Our group in each controller's hierarchy; two may be the same. */
export interface Cgroup1 {
  readonly memory: string;
  readonly cpu: string;
  readonly cpuacct: string;
}

/** Source: https://docs.kernel.org/admin-guide/cgroup-v1 */
export async function openCgroup1(ours: Cgroup1): Promise<Hierarchy> {
  const folders = [...new Set([ours.memory, ours.cpu, ours.cpuacct])];
  for (const folder of folders) {
    await removeGroup(folder);
    await mkdir(folder);
  }
  return {
    kind: "cgroup1",
    make: (id, limits) =>
      makeGroup(
        { memory: join(ours.memory, id), cpu: join(ours.cpu, id), cpuacct: join(ours.cpuacct, id) },
        limits,
      ),
    close: async () => void (await Promise.all(folders.map(removeGroup))),
  };
}

async function makeGroup(at: Cgroup1, { memoryBytes, cpuMillicores }: Limits): Promise<Group> {
  const folders = [...new Set([at.memory, at.cpu, at.cpuacct])];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  if (memoryBytes !== undefined) {
    await writeFile(join(at.memory, "memory.limit_in_bytes"), `${memoryBytes}`);
    await writeIfThere(join(at.memory, "memory.memsw.limit_in_bytes"), `${memoryBytes}`);
  }
  if (cpuMillicores !== undefined) {
    await writeFile(join(at.cpu, "cpu.cfs_period_us"), `${cpuPeriod}`);
    await writeFile(join(at.cpu, "cpu.cfs_quota_us"), `${cpuQuota(cpuMillicores)}`);
  }
  return {
    folders,
    usage: () => usageOf(at),
    outOfMemory: async () =>
      ((await readCounters(join(at.memory, "memory.oom_control"))).get("oom_kill") ?? 0) > 0,
    remove: async () => void (await Promise.all(folders.map(removeGroup))),
  };
}

async function usageOf({ memory, cpuacct }: Cgroup1) {
  const [stat, used, cpuNanoseconds, processes] = await Promise.all([
    readCounters(join(memory, "memory.stat")),
    readNumber(join(memory, "memory.usage_in_bytes")),
    readNumber(join(cpuacct, "cpuacct.usage")),
    countLines(join(memory, "cgroup.procs")),
  ]);
  const workingSetBytes = Math.max(0, used - (stat.get("total_inactive_file") ?? 0));
  return { cpuNanoseconds, workingSetBytes, rssBytes: stat.get("total_rss") ?? 0, processes };
}
