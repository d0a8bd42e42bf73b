import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Read } from "../../reader.ts";
import type { Grid, Window } from "../../window.ts";
import { type Aggregate, isCounter, type Nature, quantileOf } from "../plan.ts";
import { sentIn } from "../store.ts";

export interface SeriesRow {
  readonly labels: string[];
  /** Start of each step, seconds since 1970, with its value. */
  readonly times: number[];
  readonly figures: number[];
  readonly groups: string;
}

export interface NumbersQuery {
  readonly metric: string;
  readonly nature: Nature;
  readonly aggregate: Aggregate;
  readonly window: Window;
  readonly grid: Grid;
  /** The series to take, with their labels. */
  readonly series: Sql;
  readonly mostSeries: number;
}

/** Points of gauges and sums over time, put together first within each series and step, then across series; the
 *  groups with the largest values. */
export function numberSeries(read: Read, query: NumbersQuery): Promise<SeriesRow[]> {
  const { within, across } = reduction(query);
  const points = needsIncreases(query) ? increases(query) : values(query);
  return read(sql`
    WITH chosen AS (${query.series})
    SELECT labels, groupArray(toUnixTimestamp(step)) AS times, groupArray(figure) AS figures, count() OVER () AS groups
    FROM (
      SELECT labels, step, toFloat64(${across}) AS figure
      FROM (
        SELECT series_id, toStartOfInterval(time, toIntervalSecond(${query.grid.stepSeconds})) AS step, ${within} AS part
        FROM (${points}) GROUP BY series_id, step
      ) AS parts
      INNER JOIN chosen USING series_id
      GROUP BY labels, step ORDER BY step
    )
    GROUP BY labels ORDER BY sum(abs(figure)) DESC, labels LIMIT ${query.mostSeries}`);
}

/** A counter's sum and rate are those of what it grew by; every other figure is of the values as sent. */
const needsIncreases = ({ nature, aggregate }: NumbersQuery): boolean =>
  isCounter(nature) && nature.temporality !== "delta" && (aggregate === "rate" || aggregate === "sum");

function reduction({ nature, aggregate, grid }: NumbersQuery): { within: Sql; across: Sql } {
  const adds = isCounter(nature) || nature.temporality === "delta";
  switch (aggregate) {
    case "rate":
      return { within: raw("sum(value)"), across: sql`sum(part) / ${grid.stepSeconds}` };
    case "sum":
      return { within: raw(adds ? "sum(value)" : "argMax(value, time)"), across: raw("sum(part)") };
    case "min":
      return { within: raw("min(value)"), across: raw("min(part)") };
    case "max":
      return { within: raw("max(value)"), across: raw("max(part)") };
    case "count":
      return { within: raw("count()"), across: raw("sum(part)") };
    case "avg":
      return { within: raw("avgState(value)"), across: raw("avgMerge(part)") };
    case "p50":
    case "p95":
    case "p99": {
      const quantile = String(quantileOf[aggregate]);
      return {
        within: raw(`quantileState(${quantile})(value)`),
        across: raw(`quantileMerge(${quantile})(part)`),
      };
    }
  }
}

const from = (metric: string, window: Window): Sql => sql`
  FROM metric_numbers WHERE metric = ${metric} AND ${sentIn(window)}
    AND series_id IN (SELECT series_id FROM chosen) AND bitAnd(flags, 1) = 0`;

const values = ({ metric, grid, window }: NumbersQuery): Sql =>
  sql`SELECT series_id, time, value ${from(metric, { from: grid.times[0] ?? window.from, to: window.to })}`;

/** What a cumulative sum grew by from each point to the next. It started anew when it fell, or when its start time
 *  moved past the point before; then all of it is growth. The first point of a series counts when the series began
 *  within the window.
 *  Source: OpenTelemetry metrics data model, "Resets and gaps" */
function increases({ metric, grid, window }: NumbersQuery): Sql {
  const start = grid.times[0] ?? window.from;
  const lookback = Math.max(5 * 60_000, 2 * grid.stepSeconds * 1000);
  return sql`
    SELECT series_id, time, multiIf(
        position = 1, if(start_time >= fromUnixTimestamp64Milli(${start}, 'UTC'), value, 0),
        value < before OR start_time > time_before, value, value - before) AS value
    FROM (
      SELECT series_id, time, start_time, value, row_number() OVER w AS position,
             lagInFrame(value) OVER w AS before, lagInFrame(time) OVER w AS time_before
      ${from(metric, { from: start - lookback, to: window.to })}
      WINDOW w AS (PARTITION BY series_id ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    WHERE time >= fromUnixTimestamp64Milli(${start}, 'UTC')`;
}
