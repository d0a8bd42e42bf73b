import { labelSelector } from "../api/selectors.ts";
import type { Metrics, PodUsage } from "../controllers/metrics.ts";
import type { PodSample, Sampler } from "./sampler.ts";

/** What autoscalers measure by: what pods use is known, metrics of their own are not. */
export function autoscalerMetrics(sampler: Sampler): Metrics {
  return {
    resource: (namespace, selector) => {
      const isMeant = labelSelector(selector);
      const samples = sampler.samples.filter(
        ({ pod }) => pod.metadata.namespace === namespace && isMeant(pod),
      );
      return Promise.resolve(samples.map(usageOf));
    },
    pods: () => Promise.reject(absent("custom.metrics.k8s.io")),
    object: () => Promise.reject(absent("custom.metrics.k8s.io")),
    external: () => Promise.reject(absent("external.metrics.k8s.io")),
  };
}

function usageOf({ pod, at, windowMs, containers }: PodSample): PodUsage {
  const amounts = [...containers].map(([name, { cpuNanocores, memoryBytes }]) => {
    const thousandths = new Map([
      ["cpu", cpuNanocores / 1e6],
      ["memory", memoryBytes * 1000],
    ]);
    return [name, thousandths] as const;
  });
  return { pod: pod.metadata.name, at, windowMs, containers: new Map(amounts) };
}

const absent = (group: string) =>
  new Error(`no metrics of the group ${group} are served: scale by cpu or memory`);
