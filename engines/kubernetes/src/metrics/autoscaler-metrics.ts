import { labelSelector } from "../api/selectors.ts";
import type { Metrics, PodUsage } from "../controllers/metrics.ts";
import type { PodSample, Sampler } from "./sampler.ts";

/** What autoscalers measure by: what pods use is known here, everything else to API servers behind this one. */
export const autoscalerMetrics = (sampler: Sampler, aggregated: Omit<Metrics, "resource">): Metrics => ({
  resource: (namespace, selector) => {
    const isMeant = labelSelector(selector);
    const samples = sampler.samples.filter(({ pod }) => pod.metadata.namespace === namespace && isMeant(pod));
    return Promise.resolve(samples.map(usageOf));
  },
  pods: (...asked) => aggregated.pods(...asked),
  object: (...asked) => aggregated.object(...asked),
  external: (...asked) => aggregated.external(...asked),
});

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
