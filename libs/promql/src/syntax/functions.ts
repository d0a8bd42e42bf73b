import type { ValueType } from "./expression.ts";

/** What a function takes and gives. */
export interface Signature {
  readonly args: readonly ValueType[];
  /** How many arguments more than needed there may be: of the last type, the last of `args` being optional itself.
   *  0: exactly `args`; -1: any number. */
  readonly variadic: number;
  readonly returns: ValueType;
}

const signature = (args: readonly ValueType[], returns: ValueType = "vector", variadic = 0): Signature => ({
  args,
  returns,
  variadic,
});

const overVector = signature(["vector"]);
const overRange = signature(["matrix"]);
const ofTime = signature(["vector"], "vector", 1);
const ofQuery = signature([], "scalar");
const alike = (names: string, each: Signature) => names.split(" ").map((name) => [name, each] as const);

/** Every function of the language.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/functions/ */
export const signatures: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ...alike("abs absent ceil exp floor ln log10 log2 sgn sort sort_desc sqrt timestamp", overVector),
  ...alike("acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh deg rad", overVector),
  ...alike("histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar", overVector),
  ...alike("start_timestamp", overVector),
  ...alike(
    "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate",
    overRange,
  ),
  ...alike("first_over_time last_over_time mad_over_time max_over_time min_over_time", overRange),
  ...alike("present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time", overRange),
  ...alike("ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time", overRange),
  ...alike("day_of_month day_of_week day_of_year days_in_month hour minute month year", ofTime),
  ...alike("time pi start end step range", ofQuery),
  ["clamp", signature(["vector", "scalar", "scalar"])],
  ["clamp_max", signature(["vector", "scalar"])],
  ["clamp_min", signature(["vector", "scalar"])],
  ["double_exponential_smoothing", signature(["matrix", "scalar", "scalar"])],
  ["histogram_fraction", signature(["scalar", "scalar", "vector"])],
  ["histogram_quantile", signature(["scalar", "vector"])],
  ["histogram_quantiles", signature(["vector", "string", "scalar", "scalar"], "vector", 9)],
  ["info", signature(["vector", "vector"], "vector", 1)],
  ["max_of", signature(["scalar", "scalar"], "scalar")],
  ["min_of", signature(["scalar", "scalar"], "scalar")],
  ["label_join", signature(["vector", "string", "string", "string"], "vector", -1)],
  ["label_replace", signature(["vector", "string", "string", "string", "string"])],
  ["predict_linear", signature(["matrix", "scalar"])],
  ["quantile_over_time", signature(["scalar", "matrix"])],
  ["round", signature(["vector", "scalar"], "vector", 1)],
  ["scalar", signature(["vector"], "scalar")],
  ["sort_by_label", signature(["vector", "string"], "vector", -1)],
  ["sort_by_label_desc", signature(["vector", "string"], "vector", -1)],
  ["vector", signature(["scalar"])],
]);
