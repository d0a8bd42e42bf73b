import type { Verdict } from "./pod-status.ts";
import type { Pod } from "./pod.ts";

/** Settings of the kernel that are a container's own here. Those of the network are the whole machine's.
 *  Source: https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls */
const safe = new Set(["kernel.shm_rmid_forced"]);

/** Why a node takes no such pod; undefined when it does. */
export function refusalOf({ spec }: Pod): Verdict | undefined {
  const asked = spec.securityContext?.sysctls ?? [];
  const forbidden = asked.find(({ name }) => !safe.has(name.replaceAll("/", ".")))?.name;
  if (forbidden === undefined) return undefined;
  const message = `forbidden sysctl: ${JSON.stringify(forbidden)} not allowlisted; the nodes of this machine set ${[...safe].join(", ")}`;
  return { phase: "Failed", reason: "SysctlForbidden", message };
}
