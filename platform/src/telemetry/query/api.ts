import { listFields, listFieldValues } from "./fields/api.ts";
import { logContext, logHistogram, searchLogs } from "./logs/api.ts";
import { listMetrics, metricAttributes, metricSeries } from "./metrics/api.ts";
import { listOperations, listServices } from "./services/api.ts";
import { getSpan, getTrace, searchTraces, traceHistogram } from "./traces/api.ts";

export * from "./fields/api.ts";
export * from "./logs/api.ts";
export * from "./metrics/api.ts";
export * from "./services/api.ts";
export * from "./traces/api.ts";
export type { Attribute } from "./shapes/api.ts";

export const queryOperations = [
  listServices,
  listOperations,
  searchTraces,
  traceHistogram,
  getTrace,
  getSpan,
  searchLogs,
  logHistogram,
  logContext,
  listMetrics,
  metricAttributes,
  metricSeries,
  listFields,
  listFieldValues,
] as const;
