import type { KubeObject } from "../object.ts";
import { timestamp } from "../objects/metadata.ts";
import { type Amounts, type PodSample, total } from "./sampler.ts";

/* Source: https://github.com/kubernetes/metrics/blob/master/pkg/apis/metrics/v1beta1/types.go */

export const apiVersion = "metrics.k8s.io/v1beta1";

export function podMetrics({ pod, at, windowMs, containers }: PodSample): KubeObject {
  const { name, namespace = "", labels } = pod.metadata;
  return {
    ...head("PodMetrics", { name, namespace, ...(labels && { labels }) }, at, windowMs),
    containers: [...containers].map(([container, amounts]) => ({ name: container, usage: usageOf(amounts) })),
  };
}

/** What the pods of a node use together: the rest of the machine is nobody's node.
 *  @param samples  of the pods that it runs
 *  @param at       of the last look, milliseconds since 1970 */
export function nodeMetrics(node: KubeObject, samples: readonly PodSample[], at: number): KubeObject {
  const { name, labels } = node.metadata;
  const windowMs = samples.reduce((longest, sample) => Math.max(longest, sample.windowMs), 0);
  const used = total(samples.map(({ containers }) => total(containers.values())));
  return { ...head("NodeMetrics", { name, ...(labels && { labels }) }, at, windowMs), usage: usageOf(used) };
}

function head(
  kind: string,
  metadata: Partial<KubeObject["metadata"]> & { name: string },
  at: number,
  windowMs: number,
) {
  const time = timestamp(at);
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, creationTimestamp: time } as KubeObject["metadata"],
    timestamp: time,
    window: `${(windowMs / 1000).toFixed(3)}s`,
  };
}

const usageOf = ({ cpuNanocores, memoryBytes }: Amounts) => ({
  cpu: `${cpuNanocores}n`,
  memory: `${Math.ceil(memoryBytes / 1024)}Ki`,
});
