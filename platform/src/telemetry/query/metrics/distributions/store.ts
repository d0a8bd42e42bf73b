import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Read } from "../../reader.ts";
import type { Grid, Window } from "../../window.ts";
import type { Nature } from "../plan.ts";
import { sentIn } from "../store.ts";

/** One group of series over time: everything that a figure of a distribution is made from. */
export interface DistributionRow {
  readonly labels: string[];
  readonly groups: string;
  readonly steps: StepTuple[];
}

/** Seconds since 1970; count and sum of what was observed in the step; least and greatest value where sent. The
 *  rest is for percentiles: explicit bounds with counts by upper bound; exponential buckets by index, positive then
 *  negative, with those near zero; values of a summary by quantile. */
export type StepTuple = readonly [
  at: number,
  count: string,
  sum: number,
  min: number | null,
  max: number | null,
  bounds: number[],
  explicit: readonly [bounds: (number | string)[], counts: string[]],
  positive: readonly [indexes: number[], counts: string[]],
  negative: readonly [indexes: number[], counts: string[]],
  zero: string,
  zeroThreshold: number,
  quantiles: readonly [quantiles: number[], values: number[]],
];

export interface DistributionQuery {
  readonly metric: string;
  readonly nature: Nature;
  /** Of exponential histograms: the scale that all points are brought to. */
  readonly scale: number;
  readonly window: Window;
  readonly grid: Grid;
  readonly series: Sql;
  readonly mostSeries: number;
}

/** The coarsest scale of a metric's exponential histograms: finer buckets can be merged into coarser ones only. */
export async function coarsestScale(read: Read, metric: string, window: Window): Promise<number> {
  const [row] = await read<{ scale: number }>(
    sql`SELECT min(metric_distributions.scale) AS scale FROM metric_distributions WHERE metric = ${metric} AND ${sentIn(window)}`,
  );
  return row?.scale ?? 0;
}

/** Distributions added up by group and step; the groups with the most observations. */
export function distributionSeries(read: Read, query: DistributionQuery): Promise<DistributionRow[]> {
  return read(sql`
    WITH chosen AS (${query.series})
    SELECT labels, groupArray(figures) AS steps, count() OVER () AS groups
    FROM (
      SELECT labels, sum(count_grown) AS observed, tuple(
          toUnixTimestamp(step), observed, sum(sum_grown), min(least), max(greatest), groupUniqArrayArray(bounds),
          sumMap(explicit_keys, explicit_grown), sumMap(positive_keys, positive_grown),
          sumMap(negative_keys, negative_grown), sum(zero_grown), max(zero_threshold),
          (anyLast(quantiles), maxForEach(quantile_values))) AS figures
      FROM (
        SELECT *, toStartOfInterval(time, toIntervalSecond(${query.grid.stepSeconds})) AS step FROM (${grown(query)})
      ) AS points
      INNER JOIN chosen USING series_id
      GROUP BY labels, step ORDER BY step
    )
    GROUP BY labels ORDER BY sum(observed) DESC, labels LIMIT ${query.mostSeries}`);
}

/** Each point with what it grew by: of a delta point all of it, of a cumulative one its distance to the point before,
 *  unless the series started anew; of the first point of an older series nothing. Buckets are keyed, and those of the
 *  point before are added as negative counts, so that points with other bounds, scales or offsets add up. */
function grown({ metric, nature, scale, grid, window }: DistributionQuery): Sql {
  const start = grid.times[0] ?? window.from;
  const cumulative = nature.temporality === "cumulative" || nature.kind === "summary";
  const lookback = cumulative ? Math.max(5 * 60_000, 2 * grid.stepSeconds * 1000) : 0;
  const since = cumulative
    ? sql`multiIf(position = 1, if(start_time >= fromUnixTimestamp64Milli(${start}, 'UTC'), 'zero', 'itself'),
                  count < count_before OR start_time > time_before, 'zero', 'before')`
    : raw("'zero'");
  return sql`
    SELECT series_id, time, ${since} AS since, bounds, quantiles, quantile_values, zero_threshold,
           ${raw(difference("toInt64(count)", "toInt64(count_before)"))} AS count_grown,
           ${raw(difference("sum", "sum_before"))} AS sum_grown,
           ${raw(difference("toInt64(zero_count)", "toInt64(zero_before)"))} AS zero_grown,
           if(bitAnd(has, 2) = 2, min, NULL) AS least, if(bitAnd(has, 4) = 4, max, NULL) AS greatest,
           ${raw(["explicit", "positive", "negative"].map(bucketDifference).join(",\n           "))}
    FROM (
      SELECT *, row_number() OVER w AS position, lagInFrame(time) OVER w AS time_before,
             lagInFrame(count) OVER w AS count_before, lagInFrame(sum) OVER w AS sum_before,
             lagInFrame(zero_count) OVER w AS zero_before, lagInFrame(explicit) OVER w AS explicit_before,
             lagInFrame(positive) OVER w AS positive_before, lagInFrame(negative) OVER w AS negative_before
      FROM (${keyed(metric, scale, { from: start - lookback, to: window.to })})
      WINDOW w AS (PARTITION BY series_id ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    WHERE time >= fromUnixTimestamp64Milli(${start}, 'UTC')`;
}

const difference = (now: string, before: string) =>
  `multiIf(since = 'zero', ${now}, since = 'before', ${now} - ${before}, 0)`;

function bucketDifference(list: string): string {
  const concatenated = (part: 1 | 2, before: string) =>
    `multiIf(since = 'zero', ${list}.${part}, since = 'before', arrayConcat(${list}.${part}, ${before}), [])`;
  return `${concatenated(1, `${list}_before.1`)} AS ${list}_keys,
           ${concatenated(2, `arrayMap(n -> -n, ${list}_before.2)`)} AS ${list}_grown`;
}

/** Points with their buckets as (keys, counts): explicit ones by upper bound, exponential ones by index at `scale`. */
function keyed(metric: string, scale: number, window: Window): Sql {
  const indexes = (offset: string, counts: string) =>
    sql`(arrayMap(i -> toInt32(bitShiftRight(${raw(offset)} + i - 1, scale - ${scale})), arrayEnumerate(${raw(counts)})),
         arrayMap(n -> toInt64(n), ${raw(counts)}))`;
  return sql`
    SELECT series_id, time, start_time, count, sum, min, max, has, bounds, zero_count, zero_threshold, quantiles,
           quantile_values,
           (if(empty(counts), [], arrayPushBack(bounds, inf)), arrayMap(n -> toInt64(n), counts)) AS explicit,
           ${indexes("positive_offset", "positive_counts")} AS positive,
           ${indexes("negative_offset", "negative_counts")} AS negative
    FROM metric_distributions
    WHERE metric = ${metric} AND ${sentIn(window)} AND series_id IN (SELECT series_id FROM chosen)
      AND bitAnd(flags, 1) = 0`;
}
