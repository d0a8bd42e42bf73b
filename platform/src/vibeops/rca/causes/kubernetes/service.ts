import type { PodRow } from "#kubernetes/api.ts";
import type { Scene } from "../../scene/scene.ts";

/** The service that a workload's telemetry goes by; its own name where it has not told yet. */
export function serviceOf(
  { runsAs }: Scene,
  { namespace, name }: { namespace: string; name: string },
): string {
  for (const [service, workloads] of runsAs)
    if (workloads.some((each) => each.namespace === namespace && each.name === name)) return service;
  return name;
}

/** The service that a pod serves. */
export const serviceOfPod = (scene: Scene, { namespace, name, workload }: PodRow): string =>
  serviceOf(scene, { namespace, name: workload?.name ?? name });
