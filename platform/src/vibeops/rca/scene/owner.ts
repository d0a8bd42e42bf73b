import type { Calls } from "./calls.ts";
import type { Scene } from "./scene.ts";

const known = new WeakMap<Calls, ReadonlyMap<string, string>>();

/** The service that a pod belongs to: as its spans tell it, else the workload that its name begins with, else its name without the
 *  parts that controllers add. */
export function ownerOf({ calls, workloads }: Pick<Scene, "calls" | "workloads">, pod: string): string {
  const services = known.get(calls) ?? servicesByPod(calls);
  known.set(calls, services);
  const told = services.get(pod);
  if (told !== undefined) return told;
  const owners = workloads.filter(({ name }) => pod.startsWith(`${name}-`)).map(({ name }) => name);
  return (
    owners.toSorted((a, b) => b.length - a.length)[0] ??
    pod.replace(/(?:-[a-z0-9]{6,10})?-[a-z0-9]{5}$|-\d+$/, "")
  );
}

function servicesByPod(calls: Calls): Map<string, string> {
  const found = new Map<string, string>();
  for (let row = 0; row < calls.count; row++) found.set(calls.podOf(row), calls.serviceOf(row));
  return found;
}
