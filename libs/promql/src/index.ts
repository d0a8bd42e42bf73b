export { ParseError, EvaluationError, type FailureReason, lineAndColumn, type Position } from "./errors.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export { bucketLabel, compareLabels, isLabelName, isLegacyLabelName, Labels, metricName } from "./labels.ts";
export { type Matcher, matcher, matchesAll, type MatchOperator } from "./matcher.ts";
export { formatValue } from "./number.ts";
export { parse } from "./parse/parse.ts";
export type { Expression } from "./syntax/expression.ts";
export { type Buckets, customSchema, type Histogram, noBuckets } from "./histogram/histogram.ts";
export type { Bucket } from "./histogram/bounds.ts";
export { populated } from "./histogram/print.ts";
export { float, histogram, type Row } from "./evaluate/rows.ts";
export { type Grid, type QueryRange, timeAt } from "./evaluate/grid.ts";
export { withHints } from "./evaluate/hints.ts";
export type { Needed, SampleSeries, Selection, SeriesSource } from "./evaluate/series.ts";
export {
  instantQuery,
  type InstantResult,
  type QueryOptions,
  rangeQuery,
  type RangeResult,
} from "./query.ts";
export { formatExpression } from "./syntax/print.ts";
