import { type ClickHouse, raw, sql } from "@naru/clickhouse";
import type { Context } from "@naru/platform/kernel/feature.ts";
import type { Operation, OperationInput, OperationOutput } from "@naru/platform/kernel/operation.ts";
import * as api from "@naru/platform/telemetry/query/api.ts";
import { query } from "@naru/platform/telemetry/query/index.ts";
import * as apmApi from "@naru/platform/apm/api.ts";
import { apm } from "@naru/platform/apm/index.ts";
import { promql } from "@naru/platform/telemetry/prometheus/api.ts";
import { prometheus } from "@naru/platform/telemetry/prometheus/index.ts";
import { commonWords, type Day, entrySpansATrace, metricNames, tracesOf } from "./fill.ts";
import { withFilledStore } from "./filled-store.ts";
import { memoryBytes } from "./processes.ts";
import { time } from "./timing.ts";

export interface QueryBenchOptions {
  readonly spans: number;
  readonly say: (line: string) => void;
}

const hour = 3_600_000;
const mostPoints = 1_000_000;

/** How long questions take with this many spans in the store: a day of them, asked through the API's operations.
 *  Each figure is of seven runs after one to warm up, each run with another window, id or word. */
export function benchQuery({ spans, say }: QueryBenchOptions): Promise<Record<string, number>> {
  const to = Math.floor(Date.now() / 60_000) * 60_000;
  const day = { spans, from: to - 24 * hour, to };
  return withFilledStore(day, say, async ({ clickhouse, enginePid }, storeFillSpansPerSecond) => ({
    storeFillSpansPerSecond,
    ...(await measure(clickhouse, day, say)),
    bytesPerSpanStored: await spanBytes(clickhouse, spans),
    storeMemoryMb: Math.round(memoryBytes(enginePid() ?? 0) / 1e6),
  }));
}

/** With the rollups. */
async function spanBytes(clickhouse: ClickHouse, spans: number): Promise<number> {
  const [row] = await clickhouse.query<{ b: string }>(
    raw(`
    SELECT sum(bytes_on_disk) AS b FROM system.parts
    WHERE active AND database = currentDatabase() AND match(table, '^(spans|services)')`),
  );
  return Math.round((Number(row?.b ?? 0) / spans) * 10) / 10;
}

/** Over what spans amount to, as rules and dashboards ask. */
const errorRatio =
  "sum by (service_name) (rate(naru_service_errors_total[5m])) / sum by (service_name) (rate(naru_service_requests_total[5m]))";
const latency =
  "histogram_quantile(0.95, sum by (service_name) (rate(naru_service_duration_seconds[$__rate_interval])))";

const word = (run: number) => commonWords[run % commonWords.length] ?? "";

async function measure(
  clickhouse: ClickHouse,
  day: Day,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const ask = asker(clickhouse, day.to);
  const all = { from: String(day.from), to: String(day.to) };
  const lastHour = { from: String(day.to - hour), to: String(day.to) };
  const ids = await eighths(clickhouse, day, "lower(hex(trace_id))", "spans", "true");
  const paths = await eighths(
    clickhouse,
    day,
    "attributes['url.path']",
    "spans",
    "match(attributes['url.path'], 'resource-2')",
  );
  const orders = await eighths(
    clickhouse,
    day,
    "extract(body, 'order [0-9]+')",
    "logs",
    "match(body, '^order')",
  );

  const questions: Readonly<Record<string, (run: number) => Promise<unknown>>> = {
    servicesPage: (run) => ask(api.listServices, { ...all, from: String(day.from + run * 60_000) }),
    servicesPageHour: (run) => ask(api.listServices, { ...lastHour, to: String(day.to - run * 60_000) }),
    operationsPage: (run) => ask(api.listOperations, { ...all, service: serviceOf(run) }),
    traceById: (run) => ask(api.getTrace, { traceId: ids[run] ?? "" }),
    scatterMillion: (run) => ask(apmApi.scatter, { ...scatterWindow(day, run), limit: mostPoints }),
    logSearch: (run) => ask(api.searchLogs, { ...all, filter: word(run) }),
    logSearchRare: (run) => ask(api.searchLogs, { ...all, filter: `"${orders[run] ?? ""}"` }),
    logHistogram: (run) => ask(api.logHistogram, { ...all, filter: word(run) }),
    traceSearchNewest: (run) => ask(api.searchTraces, { ...all, filter: `service=${serviceOf(run)}` }),
    traceSearchSlowest: (run) =>
      ask(api.searchTraces, { ...lastHour, filter: `service=${serviceOf(run)}`, order: "slowest" }),
    traceSearchAttribute: (run) =>
      ask(api.searchTraces, { ...all, filter: `http.route=/api/v1/${serviceOf(run)}/resource-${run}` }),
    traceSearchRareAttribute: (run) =>
      ask(api.searchTraces, { ...all, filter: `url.path=${paths[run] ?? ""}` }),
    topRoutes: (run) => ask(apmApi.topRoutes, { ...all, from: String(day.from + run * 60_000) }),
    topSql: (run) => ask(apmApi.topStatements, { ...all, from: String(day.from + run * 60_000) }),
    promqlErrorRatio: (run) =>
      ask(promql, { ...lastHour, to: String(day.to - run * 60_000), queries: [{ expr: errorRatio }] }),
    promqlLatencyDay: (run) =>
      ask(promql, { ...all, from: String(day.from + run * 60_000), queries: [{ expr: latency }] }),
    serviceMap: (run) => ask(apmApi.serviceMap, { ...lastHour, to: String(day.to - run * 60_000) }),
    serviceMapDay: (run) => ask(apmApi.serviceMap, { ...all, from: String(day.from + run * 60_000) }),
    inFlightHour: (run) => ask(apmApi.inFlightHistory, { ...lastHour, to: String(day.to - run * 60_000) }),
    compareHours: (run) => ask(apmApi.compare, { ...lastHour, service: serviceOf(run) }),
    explainSlow: (run) =>
      ask(apmApi.explainDifference, {
        ...lastHour,
        service: serviceOf(run),
        filter: "duration>=100ms",
        against: "same",
      }),
    metricSeries: (run) =>
      ask(api.metricSeries, { ...all, metric: metricNames[run] ?? "", groupBy: ["http.route"] }),
  };
  const scatter = await ask(apmApi.scatter, { ...scatterWindow(day, 0), limit: mostPoints });
  const figures: Record<string, number> = { scatterPoints: apmApi.decodePoints(scatter).count };
  for (const [name, question] of Object.entries(questions)) {
    const { median, worst } = await time(question);
    say(`${name}: ${median} ms, at worst ${worst} ms`);
    figures[`${name}Ms`] = median;
    figures[`${name}WorstMs`] = worst;
  }
  return figures;
}

/** Asks as the API does, without its HTTP. */
function asker(clickhouse: ClickHouse, now: number) {
  const clock = { now: () => now };
  const features = [query({ clickhouse, clock }), apm(clickhouse, clock), prometheus({ clickhouse, clock })];
  const operations = features.flatMap((feature) => feature.operations ?? []);
  const context: Context = {
    signal: new AbortController().signal,
    user: "bench",
    client: "",
    secure: false,
    setHeader: () => undefined,
  };
  return async <O extends Operation>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>> => {
    const handler = operations.find((each) => each.operation.name === operation.name);
    if (!handler) throw new Error(`${operation.name} is not handled`);
    return (await handler.run(operation.input.parse(input), context)) as OperationOutput<O>;
  };
}

const serviceOf = (run: number) =>
  ["storefront", "catalog", "cart", "order", "payment", "inventory", "notification"][run % 7] ?? "";

/** As long as it takes for a million entry spans, or the whole day, somewhere in the day. */
function scatterWindow(day: Day, run: number) {
  const length = Math.min(
    day.to - day.from,
    ((day.to - day.from) * 1.02 * mostPoints) / (tracesOf(day) * entrySpansATrace),
  );
  const from = Math.floor(day.from + ((day.to - day.from - length) * run) / 8);
  return { from: String(from), to: String(Math.ceil(from + length)) };
}

/** What one span or line a little after the begin of each eighth of the day has: an id, a value, a number. */
async function eighths(
  clickhouse: ClickHouse,
  { from, to }: Day,
  value: string,
  table: "spans" | "logs",
  holds: string,
) {
  const time = raw(table === "spans" ? "start_time" : "time");
  const found = Array.from({ length: 8 }, async (_, part) => {
    const start = Math.floor(from + ((to - from) * (part + 0.4)) / 8);
    const [row] = await clickhouse.query<{ value: string }>(sql`
      SELECT ${raw(value)} AS value FROM ${raw(table)}
      WHERE ${time} >= fromUnixTimestamp64Milli(${start}, 'UTC')
        AND ${time} < fromUnixTimestamp64Milli(${start + 10 * 60_000}, 'UTC') AND ${raw(holds)} LIMIT 1`);
    return row?.value ?? "";
  });
  return Promise.all(found);
}
