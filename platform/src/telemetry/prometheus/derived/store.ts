import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Matcher } from "@naru/promql";
import { onLogs, onSpans } from "#telemetry/query/index.ts";
import { durationBucket } from "#telemetry/store/index.ts";
import type { Reader, Window } from "../store.ts";
import { type DerivedSource, labelNames } from "./families.ts";

/** What happened in one step of time: `labels` in the order of `labelNames`. */
export interface DerivedRow {
  readonly labels: readonly string[];
  /** Starts of the steps, seconds since 1970, ascending; the other columns go with them. */
  readonly at: readonly number[];
  readonly requests: readonly number[];
  readonly errors: readonly number[];
  /** Seconds. */
  readonly sums: readonly number[];
  /** Buckets of durations and how many fell into each. */
  readonly buckets: readonly (readonly [buckets: readonly number[], counts: readonly number[]])[];
}

const kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const kind = `arrayElement([${kinds.map((each) => `'${each}'`).join(", ")}], toUInt8(least(kind, 5)) + 1)`;
const severity =
  "arrayElement(['UNSPECIFIED', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'], toUInt8(least(intDiv(severity_number + 3, 4), 6)) + 1)";

const columnsOf: Readonly<Record<DerivedSource, readonly string[]>> = {
  services: ["service"],
  spans: ["service", "name", kind],
  logs: ["service", severity],
};

export interface DerivedSelection {
  readonly source: DerivedSource;
  readonly window: Window;
  /** 10, or 60 for long windows. */
  readonly stepSeconds: number;
  readonly matchers: readonly Matcher[];
  /** As the pages of traces and logs have it; empty for none. With one, spans themselves are counted, not rollups. */
  readonly filter: string;
}

const seconds = ({ from, to }: Window) =>
  [Math.max(0, Math.floor(from / 1000)), Math.max(0, Math.floor(to / 1000))] as const;

const isRolledUp = ({ source, filter }: DerivedSelection): boolean => source !== "logs" && filter === "";

/** Of the rows that are counted. */
const timeColumn = (selection: DerivedSelection): Sql =>
  raw(selection.source === "logs" || isRolledUp(selection) ? "time" : "start_time");

function tableOf(selection: DerivedSelection): Sql {
  const { source, stepSeconds } = selection;
  if (isRolledUp(selection)) return raw(`${source}_${stepSeconds === 10 ? "10s" : "1m"}`);
  return raw(source === "logs" ? "logs" : "spans");
}

/** Steps that lie in the window as a whole.
 *  @throws FilterError */
function where(selection: DerivedSelection): Sql {
  const { source, window, stepSeconds, matchers, filter } = selection;
  const [from, to] = seconds(window);
  const upTo = Math.max(0, to - stepSeconds);
  const column = timeColumn(selection);
  const time = isRolledUp(selection)
    ? sql`${column} >= fromUnixTimestamp(${from}) AND ${column} <= fromUnixTimestamp(${upTo})`
    : sql`${column} >= fromUnixTimestamp64Milli(${from * 1000}, 'UTC') AND toStartOfInterval(${column}, toIntervalSecond(${stepSeconds})) <= fromUnixTimestamp64Milli(${upTo * 1000}, 'UTC') AND ${column} < fromUnixTimestamp64Milli(${to * 1000}, 'UTC')`;
  const isEntry = source === "services" && filter !== "" ? raw(" AND inner = 0") : raw("");
  const on = source === "logs" ? onLogs : onSpans;
  const fits = filter === "" ? raw("") : sql` AND ${on(filter, window)}`;
  return labelNames[source].reduce(
    (condition, name, i) => {
      const exact = matchers.find((each) => each.name === name && each.operator === "=");
      const label = raw(columnsOf[source][i] as string);
      return exact ? sql`${condition} AND ${label} = ${exact.value}` : condition;
    },
    sql`${time}${isEntry}${fits}`,
  );
}

const labelled = (source: DerivedSource): Sql =>
  raw(`[${columnsOf[source].map((each) => `toString(${each})`).join(", ")}]`);

/** Sets of labels by step, with what happened in it. */
function counted(selection: DerivedSelection, withBuckets: boolean): Sql {
  const { source, stepSeconds } = selection;
  const set = labelled(source);
  const table = tableOf(selection);
  const step = sql`toFloat64(toUnixTimestamp(toStartOfInterval(${timeColumn(selection)}, toIntervalSecond(${stepSeconds}))))`;
  const spread = withBuckets ? "sumMap(durations)" : "([], [])";
  if (source === "logs")
    return sql`SELECT ${set} AS set, ${step} AS step, toFloat64(count()) AS n, 0. AS failed, 0. AS took, ([], []) AS spread
               FROM ${table} WHERE ${where(selection)} GROUP BY set, step`;
  if (isRolledUp(selection))
    return sql`SELECT ${set} AS set, ${step} AS step, toFloat64(sum(requests)) AS n, toFloat64(sum(errors)) AS failed,
                      toFloat64(sum(duration_sum)) / 1e9 AS took, ${raw(spread)} AS spread
               FROM ${table} WHERE ${where(selection)} GROUP BY set, step`;
  return sql`SELECT set, step, toFloat64(sum(several)) AS n, toFloat64(sum(bad)) AS failed, toFloat64(sum(nanos)) / 1e9 AS took,
                    sumMap([bucket], [several]) AS spread
             FROM (SELECT ${set} AS set, ${step} AS step, ${raw(durationBucket)} AS bucket, count() AS several,
                          countIf(status = 2) AS bad, sum(duration) AS nanos
                   FROM ${table} WHERE ${where(selection)} GROUP BY set, step, bucket)
             GROUP BY set, step`;
}

/** @returns a row for each set of labels, with its steps
 *  @throws FilterError */
export async function derivedRows(
  { clickhouse, signal, timeoutSeconds }: Reader,
  selection: DerivedSelection,
  withBuckets: boolean,
  limit: number,
): Promise<DerivedRow[]> {
  return clickhouse.query<DerivedRow>(
    sql`SELECT set AS labels, groupArray(step) AS at, groupArray(n) AS requests, groupArray(failed) AS errors,
               groupArray(took) AS sums, groupArray((CAST(spread.1, 'Array(Float64)'), CAST(spread.2, 'Array(Float64)'))) AS buckets
        FROM (${counted(selection, withBuckets)} ORDER BY set, step LIMIT ${limit})
        GROUP BY set`,
    { signal, timeoutSeconds },
  );
}

/** The sets of labels that there are.
 *  @throws FilterError */
export async function derivedLabels(
  { clickhouse, signal, timeoutSeconds }: Reader,
  selection: DerivedSelection,
): Promise<(readonly string[])[]> {
  const rows = await clickhouse.query<{ labels: readonly string[] }>(
    sql`SELECT DISTINCT ${labelled(selection.source)} AS labels FROM ${tableOf(selection)}
        WHERE ${where(selection)} LIMIT 20000`,
    { signal, timeoutSeconds },
  );
  return rows.map((row) => row.labels);
}
