import { lineAndColumn, type Position } from "../errors.ts";
import { formatShort } from "../number.ts";

/** What the asker should know about a result. */
export interface Annotations {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

export type HistogramOperation = "addition" | "subtraction" | "aggregation";

const forMetric = (metric: string): string =>
  metric === "" ? "" : ` for metric name ${JSON.stringify(metric)}`;

/** Collects warnings and infos, each once, with the place in the query that it is about. Texts are Prometheus's own.
 *  Source: prometheus/prometheus, util/annotations */
export class Notes {
  readonly #warnings = new Map<string, Position>();
  readonly #infos = new Map<string, Position>();

  /** @param limit of each sort; of more, the number is told. 0: no limit */
  texts(query: string, limit = 0): Annotations {
    return {
      warnings: texts(this.#warnings, "warning", query, limit),
      infos: texts(this.#infos, "info", query, limit),
    };
  }

  #warn(text: string, at: Position): void {
    const key = `PromQL warning: ${text}`;
    if (!this.#warnings.has(key)) this.#warnings.set(key, at);
  }

  #tell(text: string, at: Position): void {
    const key = `PromQL info: ${text}`;
    if (!this.#infos.has(key)) this.#infos.set(key, at);
  }

  invalidQuantile(quantile: number, at: Position): void {
    this.#warn(`quantile value should be between 0 and 1, got ${formatShort(quantile)}`, at);
  }

  invalidRatio(ratio: number, cappedTo: number, at: Position): void {
    this.#warn(
      `ratio value should be between -1 and 1, got ${formatShort(ratio)}, capping to ${formatShort(cappedTo)}`,
      at,
    );
  }

  badBucketLabel(metric: string, label: string, at: Position): void {
    const text = `bucket label "le" is missing or has a malformed value of ${JSON.stringify(label)}`;
    this.#warn(text + forMetric(metric), at);
  }

  mixedFloatsAndHistograms(metric: string, at: Position): void {
    this.#warn(`encountered a mix of histograms and floats for metric name ${JSON.stringify(metric)}`, at);
  }

  mixedAggregation(at: Position): void {
    this.#warn("encountered a mix of histograms and floats for aggregation", at);
  }

  mixedClassicAndNative(metric: string, at: Position): void {
    this.#warn(`vector contains a mix of classic and native histograms${forMetric(metric)}`, at);
  }

  histogramNotCounter(metric: string, at: Position): void {
    this.#warn(`this native histogram metric is not a counter: ${JSON.stringify(metric)}`, at);
  }

  histogramNotGauge(metric: string, at: Position): void {
    this.#warn(`this native histogram metric is not a gauge: ${JSON.stringify(metric)}`, at);
  }

  mixedSchemas(metric: string, at: Position): void {
    this.#warn(
      `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${JSON.stringify(metric)}`,
      at,
    );
  }

  incompatibleBuckets(operator: string, at: Position): void {
    this.#warn(`incompatible bucket layout encountered for binary operator ${operator}`, at);
  }

  collidingResets(operation: HistogramOperation, at: Position): void {
    this.#warn(`conflicting counter resets during histogram ${operation}`, at);
  }

  overlappingStart(metric: string, at: Position): void {
    this.#warn(
      `sample has start time that overlaps with previous sample timestamp for metric ${JSON.stringify(metric)}`,
      at,
    );
  }

  uselessSort(at: Position): void {
    this.#warn("sort is ineffective for range queries since results are always ordered by labels", at);
  }

  possibleNonCounter(metric: string, at: Position): void {
    this.#tell(
      `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${JSON.stringify(metric)}`,
      at,
    );
  }

  forcedMonotonicity(metric: string, at: Position): void {
    const text =
      "input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";
    this.#tell(text + forMetric(metric), at);
  }

  incompatibleTypes(left: string, operator: string, right: string, at: Position): void {
    this.#tell(
      `incompatible sample types encountered for binary operator ${JSON.stringify(operator)}: ${left} ${operator} ${right}`,
      at,
    );
  }

  ignoredInAggregation(aggregation: string, at: Position): void {
    this.#tell(`ignored histogram in ${aggregation} aggregation`, at);
  }

  ignoredInMixedRange(metric: string, at: Position): void {
    this.#tell(
      `ignored histograms in a range containing both floats and histograms for metric name ${JSON.stringify(metric)}`,
      at,
    );
  }

  quantileIsNaN(metric: string, at: Position): void {
    this.#tell(`input to histogram_quantile has NaN observations, result is NaN${forMetric(metric)}`, at);
  }

  quantileIsSkewed(metric: string, at: Position): void {
    this.#tell(
      `input to histogram_quantile has NaN observations, result is skewed higher${forMetric(metric)}`,
      at,
    );
  }

  fractionWithoutNaN(metric: string, at: Position): void {
    this.#tell(
      `input to histogram_fraction has NaN observations, which are excluded from all fractions${forMetric(metric)}`,
      at,
    );
  }

  mismatchedBounds(operation: HistogramOperation, at: Position): void {
    this.#tell(`mismatched custom buckets were reconciled during ${operation}`, at);
  }
}

function texts(found: ReadonlyMap<string, Position>, sort: string, query: string, limit: number): string[] {
  const all = [...found].map(([text, { start }]) => `${text} (${lineAndColumn(query, start)})`);
  if (limit === 0 || all.length <= limit) return all;
  return [...all.slice(0, limit), `${all.length - limit} more ${sort} annotations omitted`];
}
