import { isReason, KubernetesError, kinds, type WriteOptions } from "@naru/kubernetes";
import type { OperationOutput } from "#kernel/operation.ts";
import type { Cluster } from "../clusters/cluster.ts";
import { refOf } from "../pods/owner.ts";
import type { Pod } from "../resources.ts";
import type { drainNode } from "./api.ts";
import { cordon } from "./nodes.ts";

type Drained = OperationOutput<typeof drainNode>;
export type Outcome = Pick<Drained["pods"][number], "result" | "reason">;

/** Cordons a node and asks every pod to leave that may and can. What a budget refuses is told; calling again goes on.
 *  Source: https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/ */
export async function drain(
  cluster: Cluster,
  { name, evictBarePods }: { readonly name: string; readonly evictBarePods: boolean },
  options: WriteOptions,
): Promise<Drained> {
  await cordon(cluster, name, true, options);
  const here = await cluster.client.all<Pod>(kinds.pods, {
    fieldSelector: `spec.nodeName=${name}`,
    signal: options.signal,
  });
  const pods: Drained["pods"] = [];
  for (const pod of here.filter(({ spec }) => spec.nodeName === name)) {
    const outcome = staying(pod, evictBarePods) ?? (await evict(cluster, pod.metadata, options));
    pods.push({ ...refOf({ ...pod, kind: "Pod" }), ...outcome });
  }
  return { done: pods.every(({ result }) => result === "stays"), pods };
}

/** What is not asked to leave; undefined for what is. */
export function staying({ metadata, status }: Pod, evictBarePods: boolean): Outcome | undefined {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (metadata.deletionTimestamp !== undefined) return { result: "leaving", reason: "" };
  if (owner?.kind === "DaemonSet") return { result: "stays", reason: `DaemonSet ${owner.name}` };
  if (metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined) {
    return { result: "stays", reason: "static pod of the node" };
  }
  const isOver = status?.phase === "Succeeded" || status?.phase === "Failed";
  if (owner || evictBarePods || isOver) return undefined;
  return { result: "stays", reason: "no controller would make it again" };
}

/** Asks a pod to leave, as far as budgets allow.
 *  @param pod.uid  another pod of its name stays */
export async function evict(
  { client }: Cluster,
  { namespace, name, uid }: { readonly namespace?: string; readonly name: string; readonly uid?: string },
  options: WriteOptions,
): Promise<Outcome> {
  try {
    await client.evict({ namespace, name }, { ...options, ...(uid !== undefined && { uid }) });
    return { result: "evicted", reason: "" };
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    if (isReason(error, "NotFound")) return { result: "leaving", reason: "" };
    const [cause] = error.causes;
    return {
      result: error.code === 429 ? "refused" : "failed",
      reason: [error.message, cause?.message].filter(Boolean).join(" "),
    };
  }
}
