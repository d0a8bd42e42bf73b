import { setTimeout as sleep } from "node:timers/promises";
import { type Client, kinds, type KubeObject } from "@naru/kubernetes";

/** A Deployment or StatefulSet, as far as it tells of its pods. */
export interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
  };
}

/** All pods are ready, all of them are of the newest template, and there are no others.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment */
export function isSettled({ metadata, spec: { replicas: wanted = 1 }, status = {} }: Workload): boolean {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status;
  return (
    observedGeneration >= (metadata.generation ?? 0) &&
    [replicas, updatedReplicas, readyReplicas].every((count) => count === wanted)
  );
}

const againMs = 1000;

/** @throws Error naming what is not settled when the time is over; AbortError */
export async function untilSettled(
  client: Client,
  { namespace, withinMs, signal }: { namespace: string; withinMs: number; signal: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const lists = await Promise.all(
      [kinds.deployments, kinds.statefulSets].map((kind) =>
        client.all<Workload>(kind, { namespace, signal }),
      ),
    );
    const waiting = lists.flat().filter((each) => !isSettled(each));
    if (waiting.length === 0) return;
    if (performance.now() > deadline) {
      const names = waiting.map(({ metadata }) => metadata.name).join(", ");
      throw new Error(`not settled within ${withinMs / 1000} s: ${names}`);
    }
    await sleep(againMs, undefined, { signal });
  }
}
