import { listFields, listFieldValues } from "./fields/api.ts";
import { logContext, logHistogram, searchLogs } from "./logs/api.ts";
import { listMetrics, metricAttributes, metricSeries } from "./metrics/api.ts";
import { listOperations, listServices } from "./services/api.ts";
import { getSpan, getTrace, listTraceStatements, searchTraces, traceHistogram } from "./traces/api.ts";

export { listFieldValues, listFields } from "./fields/api.ts";
export { logContext, logHistogram, searchLogs, type LogRow } from "./logs/api.ts";
export { listMetrics, metricAttributes, metricSeries, type MetricRow } from "./metrics/api.ts";
export { listOperations, listServices, type OperationRow, type ServiceRow } from "./services/api.ts";
export {
  getSpan,
  getTrace,
  listTraceStatements,
  searchTraces,
  traceHistogram,
  type SpanRow,
  type TraceRow,
  type TraceStatement,
} from "./traces/api.ts";
export { type Attribute, filter, grid, range, spanId, spanKind, traceId } from "./shapes/api.ts";

export const queryOperations = [
  listServices,
  listOperations,
  searchTraces,
  traceHistogram,
  getTrace,
  getSpan,
  listTraceStatements,
  searchLogs,
  logHistogram,
  logContext,
  listMetrics,
  metricAttributes,
  metricSeries,
  listFields,
  listFieldValues,
] as const;
