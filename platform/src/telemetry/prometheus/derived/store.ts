import { raw, type Sql, sql } from "@naru/clickhouse";
import type { Matcher } from "@naru/promql";
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

const seconds = ({ from, to }: Window) =>
  [Math.max(0, Math.floor(from / 1000)), Math.max(0, Math.floor(to / 1000))] as const;

/** Steps that lie in the window as a whole.
 *  @param stepSeconds 10, or 60 for long windows */
function where(
  source: DerivedSource,
  window: Window,
  stepSeconds: number,
  matchers: readonly Matcher[],
): Sql {
  const [from, to] = seconds(window);
  const upTo = to - stepSeconds;
  const time =
    source === "logs"
      ? sql`time >= fromUnixTimestamp64Milli(${from * 1000}, 'UTC') AND toStartOfInterval(time, toIntervalSecond(${stepSeconds})) <= fromUnixTimestamp64Milli(${upTo * 1000}, 'UTC') AND time < fromUnixTimestamp64Milli(${to * 1000}, 'UTC')`
      : sql`time >= fromUnixTimestamp(${from}) AND time <= fromUnixTimestamp(${Math.max(0, upTo)})`;
  return labelNames[source].reduce((condition, name, i) => {
    const exact = matchers.find((each) => each.name === name && each.operator === "=");
    const column = raw(columnsOf[source][i] as string);
    return exact ? sql`${condition} AND ${column} = ${exact.value}` : condition;
  }, time);
}

const labelled = (source: DerivedSource): Sql =>
  raw(`[${columnsOf[source].map((each) => `toString(${each})`).join(", ")}]`);

/** @returns a row for each set of labels, with its steps */
export function derivedRows(
  { clickhouse, signal, timeoutSeconds }: Reader,
  source: DerivedSource,
  window: Window,
  stepSeconds: number,
  matchers: readonly Matcher[],
  withBuckets: boolean,
  limit: number,
): Promise<DerivedRow[]> {
  const table = source === "logs" ? raw("logs") : raw(`${source}_${stepSeconds === 10 ? "10s" : "1m"}`);
  const step = sql`toFloat64(toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${stepSeconds}))))`;
  const figures =
    source === "logs"
      ? raw("toFloat64(count()) AS n, 0. AS failed, 0. AS took, ([], []) AS spread")
      : sql`toFloat64(sum(requests)) AS n, toFloat64(sum(errors)) AS failed, toFloat64(sum(duration_sum)) / 1e9 AS took,
            ${raw(withBuckets ? "sumMap(durations)" : "([], [])")} AS spread`;
  return clickhouse.query<DerivedRow>(
    sql`SELECT set AS labels, groupArray(step) AS at, groupArray(n) AS requests, groupArray(failed) AS errors,
               groupArray(took) AS sums, groupArray((CAST(spread.1, 'Array(Float64)'), CAST(spread.2, 'Array(Float64)'))) AS buckets
        FROM (SELECT ${labelled(source)} AS set, ${step} AS step, ${figures} FROM ${table}
              WHERE ${where(source, window, stepSeconds, matchers)} GROUP BY set, step ORDER BY set, step LIMIT ${limit})
        GROUP BY set`,
    { signal, timeoutSeconds },
  );
}

/** The sets of labels that there are. */
export async function derivedLabels(
  { clickhouse, signal, timeoutSeconds }: Reader,
  source: DerivedSource,
  window: Window,
  matchers: readonly Matcher[],
): Promise<(readonly string[])[]> {
  const table = raw(source === "logs" ? "logs" : `${source}_1m`);
  const rows = await clickhouse.query<{ labels: readonly string[] }>(
    sql`SELECT DISTINCT ${labelled(source)} AS labels FROM ${table}
        WHERE ${where(source, window, 60, matchers)} LIMIT 20000`,
    { signal, timeoutSeconds },
  );
  return rows.map((row) => row.labels);
}
