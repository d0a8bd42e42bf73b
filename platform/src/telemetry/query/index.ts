import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Context, type Feature, type Handler, handle } from "#kernel/feature.ts";
import type { Operation, OperationOutput } from "#kernel/operation.ts";
import type { z } from "zod";
import * as api from "./api.ts";
import { fields, fieldValues } from "./fields/fields.ts";
import { findLogs, linesAround, severityHistogram } from "./logs/logs.ts";
import { attributesOfMetric, metrics } from "./metrics/metrics.ts";
import { seriesOfMetric } from "./metrics/series.ts";
import { type Read, readerOf } from "./reader.ts";
import { operations, services } from "./services/services.ts";
import { findTraces } from "./traces/search.ts";
import type { CodePlace } from "./traces/code-link.ts";
import { durations, span, trace, traceStatements } from "./traces/trace.ts";

export { printFilter } from "./filter/print.ts";
export type { Filter } from "./filter/syntax.ts";
export { type Read, readerOf } from "./reader.ts";
export { FilterError } from "./filter/error.ts";
export { onLogs, onSpans } from "./filter/store.ts";
export { type FullSpan, fullSpans, spanKindOf, spanStatus } from "./traces/span.ts";
export { services } from "./services/services.ts";
export { findTraces } from "./traces/search.ts";
export {
  type Distribution,
  distributionOf,
  noDurations,
  quantileNano,
  sizeOf,
  together,
} from "./distribution.ts";
export { bucketNanos } from "./services/red.ts";
export { type Grid, gridOf, onGrid, type Window, windowOf } from "./window.ts";

export interface QueryOptions {
  readonly clickhouse: ClickHouse;
  readonly clock?: Clock;
  /** Where spans' code is shown. */
  readonly code?: CodePlace | undefined;
}

export type { CodePlace } from "./traces/code-link.ts";

/** Reading what has been stored. */
export function query({ clickhouse, clock = systemClock, code }: QueryOptions): Feature {
  const on = <O extends Operation>(
    operation: O,
    answer: (read: Read, input: z.output<O["input"]>, now: number) => Promise<OperationOutput<O>>,
  ): Handler =>
    handle(operation, (input, { signal }: Context) =>
      answer(readerOf(clickhouse, signal), input, clock.now()),
    );
  return {
    name: "query",
    operations: [
      on(api.listServices, services),
      on(api.listOperations, operations),
      on(api.searchTraces, findTraces),
      on(api.traceHistogram, durations),
      on(api.getTrace, trace),
      on(api.getSpan, (read, input) => span(read, input, code)),
      on(api.listTraceStatements, traceStatements),
      on(api.searchLogs, findLogs),
      on(api.logHistogram, severityHistogram),
      on(api.logContext, linesAround),
      on(api.listMetrics, metrics),
      on(api.metricAttributes, attributesOfMetric),
      on(api.metricSeries, seriesOfMetric),
      on(api.listFields, fields),
      on(api.listFieldValues, fieldValues),
    ],
  };
}
