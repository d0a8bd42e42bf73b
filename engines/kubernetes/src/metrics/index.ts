export { aggregatedMetrics } from "./aggregated-metrics.ts";
export { autoscalerMetrics } from "./autoscaler-metrics.ts";
export { metricsExtension } from "./extension.ts";
export { Sampler } from "./sampler.ts";
