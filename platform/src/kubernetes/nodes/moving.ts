import type { WriteOptions } from "@naru/kubernetes";
import type { OperationOutput } from "#kernel/operation.ts";
import type { Cluster } from "../clusters/cluster.ts";
import { clusterNamed, type Clusters } from "../clusters/clusters.ts";
import { toPersonsError } from "../failure.ts";
import type { Recorder } from "../history/recorder.ts";
import { type Act } from "../objects/access.ts";
import { fieldManager } from "../objects/apply.ts";
import type { drainNode } from "./api.ts";
import { drain, evict, type Outcome } from "./drain.ts";

/** Moving pods away. What leaves, leaves a line of history with who did it.
 *  @throws NaruError NOT_FOUND, KUBERNETES_REFUSED, CLUSTER_UNAVAILABLE */
export interface Moving {
  /** Asks a pod to leave, as far as budgets allow. */
  evict(
    cluster: string,
    pod: { readonly namespace: string; readonly name: string; readonly uid: string },
    act: Act,
  ): Promise<Outcome>;
  /** Cordons a node and asks its pods to leave, but those that nobody would make again. */
  drain(cluster: string, node: string, act: Act): Promise<OperationOutput<typeof drainNode>>;
}

export function moving(clusters: Clusters, recorder: Pick<Recorder, "acted">): Moving {
  const on = async <T>(
    name: string,
    { signal }: Act,
    work: (cluster: Cluster, options: WriteOptions) => Promise<T>,
  ) => {
    try {
      return await work(clusterNamed(clusters, name), { signal, fieldManager });
    } catch (error) {
      throw toPersonsError(name, error);
    }
  };
  return {
    async evict(cluster, { namespace, name, uid }, act) {
      const outcome = await on(cluster, act, (known, options) =>
        evict(known, { namespace, name, uid }, options),
      );
      if (outcome.result === "evicted") {
        recorder.acted(cluster, { kind: "Pod", namespace, name }, act.summary, act.user);
      }
      return outcome;
    },
    async drain(cluster, name, act) {
      const drained = await on(cluster, act, (known, options) =>
        drain(known, { name, evictBarePods: false }, options),
      );
      if (drained.pods.some(({ result }) => result === "evicted")) {
        recorder.acted(cluster, { kind: "Node", namespace: "", name }, act.summary, act.user);
      }
      return drained;
    },
  };
}
