import type { z } from "zod";
import type { PodRow } from "#kubernetes/api.ts";
import type { AutoscalerRow } from "#kubernetes/index.ts";
import { autoscalerAt, fleetAt, podsAt, type Sight, workloadAt } from "../history/history.ts";
import { adviceFor } from "./advice.ts";
import type { adviseSizes, ContainerSize, Sizes } from "./api.ts";
import { spreadOf } from "./spread.ts";
import { type ContainerUse, cpuSpreads, killedAt, memorySpreads } from "./store.ts";
import { sizesYaml } from "./yaml.ts";

const hourMs = 3_600_000;
/** A day has a busy time and a quiet one: less says little. */
const neededHours = 24;

export async function sizesOf(
  sight: Sight,
  { days, ...place }: z.output<typeof adviseSizes.input>,
): Promise<z.output<typeof adviseSizes.output>> {
  const { read, now } = sight;
  const { desired } = workloadAt(sight, place);
  const pods = podsAt(sight, place);
  const window = { from: now - days * 24 * hourMs, to: now };
  const fleet = fleetAt(sight, place);
  const [cpu, memory, killed] = await Promise.all([
    cpuSpreads(read, fleet, window),
    memorySpreads(read, fleet, window),
    killedAt(read, fleet, window),
  ]);
  const target = shareKept(autoscalerAt(sight, place));
  const newest = pods.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[0];
  const containers = containersIn(newest).map(({ name, requests, limits }) => {
    const nowHas: Sizes = {
      cpuRequest: requests.cpu,
      cpuLimit: limits.cpu,
      memoryRequest: requests.memory,
      memoryLimit: limits.memory,
    };
    const killedBy = Math.max(killed.get(name) ?? 0, killedLately(pods, name));
    const told = { name, now: nowHas, killedAt: killedBy === 0 ? null : killedBy };
    return sized(told, useOf(cpu, name), useOf(memory, name), target === undefined ? null : target / 100);
  });
  const hours = Math.max(0, ...containers.map((each) => each.hours));
  return {
    containers,
    neededHours,
    enoughAt: hours > 0 && hours < neededHours ? now + (neededHours - hours) * hourMs : null,
    replicas: desired,
    saving: {
      cpu: saved(containers, "cpuRequest") * desired,
      memory: saved(containers, "memoryRequest") * desired,
    },
    autoscaling: autoscalingOf(containers, target),
    yaml: sizesYaml(place, containers),
  };
}

/** Percent of the CPU requested that an autoscaler keeps whole pods at. */
const shareKept = (autoscaler: AutoscalerRow | undefined): number | undefined =>
  autoscaler?.metrics.find(
    ({ type, name, form }) => type === "Resource" && name === "cpu" && form === "utilization",
  )?.target;

const containersIn = (pod: PodRow | undefined) => (pod?.containers ?? []).filter(({ isInit }) => !isInit);

/** As pods themselves tell it: the limit of one that was killed in its last run. */
const killedLately = (pods: readonly PodRow[], name: string): number =>
  Math.max(
    0,
    ...pods
      .flatMap((pod) => containersIn(pod))
      .filter((each) => each.name === name && each.lastEnd?.reason === "OOMKilled")
      .map(({ limits }) => limits.memory ?? 0),
  );

const useOf = (uses: readonly ContainerUse[], name: string) =>
  uses.find(({ container }) => container === name);

function sized(
  told: Pick<ContainerSize, "name" | "now" | "killedAt">,
  cpuUse: ContainerUse | undefined,
  memoryUse: ContainerUse | undefined,
  kept: number | null,
): ContainerSize {
  const cpu = cpuUse ? spreadOf(cpuUse.histogram, cpuUse.peak) : null;
  const memory = memoryUse ? spreadOf(memoryUse.histogram, memoryUse.peak) : null;
  const hours = Math.min(cpuUse?.hours ?? 0, memoryUse?.hours ?? 0);
  const enough = hours >= neededHours ? adviceFor({ ...told, cpu, memory, kept }) : undefined;
  return {
    ...told,
    cpu,
    memory,
    hours,
    advised: enough?.advised ?? null,
    reasons: enough?.reasons ?? null,
  };
}

const saved = (containers: readonly ContainerSize[], of: "cpuRequest" | "memoryRequest"): number =>
  containers.reduce(
    (sum, { now, advised }) => sum + (advised === null ? 0 : (now[of] ?? 0) - (advised[of] ?? 0)),
    0,
  );

function autoscalingOf(containers: readonly ContainerSize[], target: number | undefined) {
  if (target === undefined || containers.some(({ advised }) => advised === null)) return null;
  const cores = (of: (container: ContainerSize) => number | null | undefined) =>
    (containers.reduce((sum, each) => sum + (of(each) ?? 0), 0) * target) / 100;
  return {
    target,
    coresNow: cores(({ now }) => now.cpuRequest),
    coresThen: cores(({ advised }) => advised?.cpuRequest),
  };
}
