import { dateTime, join, raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import { burnMinutes } from "./budget/burn.ts";

/* Requests are counted from the rollups by the minute: of a whole service from `services_1m`, of one operation from `spans_1m`. */

/** What is counted. */
export interface Counted {
  readonly service: string;
  /** Empty: all entry spans of the service. */
  readonly operation: string;
  /** Requests from this bucket of durations on are bad; null: those that fail are. */
  readonly slowFrom: number | null;
}

/** What is counted since when, milliseconds since 1970. */
export interface CountedSince extends Counted {
  readonly since: number;
}

/** A sum for each window of burn rates. */
const within = (of: "n" | "bad_n"): Sql => {
  const sums = burnMinutes.map(
    (minutes) => `toString(sumIf(${of}, minute >= minute_end - toIntervalMinute(${minutes})))`,
  );
  return raw(`[${sums.join(", ")}]`);
};

interface CountsRow {
  /** Its place in what was asked for. */
  readonly id: number;
  /** Seconds since 1970. */
  readonly first: string;
  readonly total: string;
  readonly bad: string;
  /** For each of `burnMinutes`. */
  readonly totals: readonly string[];
  readonly bads: readonly string[];
}

/** Counts of many objectives up to a moment, in one statement; those without requests have no row. */
export function countsOf(read: Read, all: readonly CountedSince[], now: number): Promise<CountsRow[]> {
  const known = all.map((each, id) => ({ ...each, id }));
  const parts = [...Map.groupBy(known, sortOf)].map(([sort, own]) => partOf(sort, own, now));
  return read(sql`
    WITH toStartOfMinute(${dateTime(now)} + toIntervalMinute(1)) AS minute_end
    SELECT id, toString(toUnixTimestamp(min(minute))) AS first, toString(sum(n)) AS total, toString(sum(bad_n)) AS bad,
           ${within("n")} AS totals, ${within("bad_n")} AS bads
    FROM (${join(parts, " UNION ALL ")})
    GROUP BY id`);
}

type Sort = `${"service" | "operation"} ${"failed" | "slow"}`;
const sortOf = ({ operation, slowFrom }: Counted): Sort =>
  `${operation === "" ? "service" : "operation"} ${slowFrom === null ? "failed" : "slow"}`;

/** What is counted alike: only what counts slow requests reads their durations. */
function partOf(sort: Sort, all: readonly (CountedSince & { readonly id: number })[], now: number): Sql {
  const isSlow = sort.endsWith("slow");
  const isOperation = sort.startsWith("operation");
  const wanted = sql`
    SELECT toUInt32(place) AS id, of_service, of_operation, slow_from, toStartOfMinute(fromUnixTimestamp64Milli(since_ms, 'UTC')) AS since
    FROM (SELECT 1) ARRAY JOIN ${all.map(({ id }) => id)} AS place, ${all.map(({ service }) => service)} AS of_service,
      ${all.map(({ operation }) => operation)} AS of_operation, ${all.map(({ slowFrom }) => slowFrom ?? 0)} AS slow_from,
      ${all.map(({ since }) => Math.round(since))} AS since_ms`;
  const services = [...new Set(all.map(({ service }) => service))];
  const earliest = Math.min(...all.map(({ since }) => since));
  return sql`
    SELECT wanted.id AS id, stored.time AS minute, stored.requests AS n, ${badOf(isSlow)} AS bad_n
    FROM ${raw(isOperation ? "spans_1m" : "services_1m")} AS stored
    INNER JOIN (${wanted}) AS wanted
      ON stored.service = wanted.of_service ${raw(isOperation ? "AND stored.name = wanted.of_operation" : "")}
    WHERE stored.service IN ${services} ${raw(isOperation ? "AND stored.inner = 0" : "")}
      AND stored.time >= toStartOfMinute(${dateTime(earliest)}) AND stored.time >= wanted.since AND stored.time <= ${dateTime(now)}`;
}

const badOf = (isSlow: boolean): Sql =>
  raw(
    isSlow
      ? "arraySum((bucket, inBucket) -> if(bucket >= wanted.slow_from, inBucket, 0), stored.durations.1, stored.durations.2)"
      : "stored.errors",
  );

interface StepRow {
  /** Seconds since 1970. */
  readonly at: string;
  readonly total: string;
  readonly bad: string;
}

/** Counts of one objective by steps, ascending; steps without requests are left out. */
export function stepsOf(
  read: Read,
  { service, operation, slowFrom }: Counted,
  { from, to }: Window,
  stepSeconds: number,
): Promise<StepRow[]> {
  const source =
    operation === ""
      ? sql`services_1m WHERE service = ${service}`
      : sql`spans_1m WHERE inner = 0 AND service = ${service} AND name = ${operation}`;
  const bad =
    slowFrom === null
      ? raw("errors")
      : sql`arraySum((bucket, inBucket) -> if(bucket >= ${slowFrom}, inBucket, 0), durations.1, durations.2)`;
  return read(sql`
    SELECT toString(toUnixTimestamp(toStartOfInterval(time, toIntervalSecond(${stepSeconds}), 'UTC'))) AS at,
           toString(sum(requests)) AS total, toString(sum(${bad})) AS bad
    FROM ${source} AND time >= toStartOfMinute(${dateTime(from)}) AND time <= ${dateTime(to)}
    GROUP BY at ORDER BY at`);
}
