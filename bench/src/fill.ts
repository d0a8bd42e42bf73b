import { type ClickHouse, raw, type Sql, sql } from "@naru/clickhouse";

/* A shop's telemetry of a day or so, made by the engine itself. Traces have 12 to 14 spans over seven services, each span
 * ten attributes; durations are lognormal; one span in a hundred fails. There is one log line for ten spans. */

export interface Day {
  readonly spans: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** From when on payment takes so many milliseconds longer, and whoever waits for it. */
  readonly slowdown?: { readonly from: number; readonly ms: number };
}

const spansATrace = 13;
export const tracesOf = ({ spans }: Day): number => Math.ceil(spans / spansATrace);
const logsOf = ({ spans }: Day): number => Math.ceil(spans / 10);
export const entrySpansATrace = 6;

/** Where each span of a trace runs, which span called it, whether it is an entry, and its usual milliseconds. */
const spanPlan: readonly (readonly [service: string, parent: number, isInner: boolean, usualMs: number])[] = [
  ["storefront", -1, false, 180],
  ["storefront", 0, true, 20],
  ["catalog", 1, false, 15],
  ["catalog", 2, true, 6],
  ["storefront", 0, true, 12],
  ["cart", 4, false, 8],
  ["cart", 5, true, 1.5],
  ["storefront", 0, true, 120],
  ["order", 7, false, 110],
  ["order", 8, true, 70],
  ["payment", 9, false, 65],
  ["inventory", 8, false, 18],
  ["inventory", 11, true, 9],
  ["notification", 8, false, 30],
];
const operations = 30;
/** Traces that are made once and stored again and again with other ids, times and durations. */
const chunk = 10_000;
export const metricNames = Array.from({ length: 10 }, (_, number) => `shop.metric.${number}`);
const seriesAMetric = 100;
/** One each half minute, fewer in a small store. */
const pointsASeries = ({ spans }: Day) => Math.max(120, Math.min(2880, Math.floor(spans / 10_000)));

const list = (values: readonly (string | number)[]) =>
  raw(`[${values.map((value) => (typeof value === "string" ? `'${value}'` : value)).join(", ")}]`);
/** Those of `spanPlan` that last as long as payment's entry. */
const awaitsPayment = list([0, 7, 8, 9, 10]);
const services = list(spanPlan.map(([service]) => service));
const settings = raw(
  "SETTINGS max_threads = 1, insert_deduplicate = 0, exclude_materialize_skip_indexes_on_insert = 'by_value', max_insert_block_size = 1000000, min_insert_block_size_bytes = 0",
);

/** @returns spans a second */
export async function fill(clickhouse: ClickHouse, day: Day, say: (line: string) => void): Promise<number> {
  await clickhouse.command(resources(day));
  await clickhouse.command(scopes(day));
  await clickhouse.command(raw("CREATE TABLE bench_spans AS spans ENGINE = MergeTree ORDER BY tuple()"));
  await clickhouse.command(templateSpans());
  const started = performance.now();
  await inChunks(tracesOf(day), chunk, "traces", say, (first, count) =>
    clickhouse.command(spans(day, first, count)),
  );
  const seconds = (performance.now() - started) / 1000;
  await clickhouse.command(raw("DROP TABLE bench_spans"));
  await inChunks(logsOf(day), 5 * chunk, "log lines", say, (first, count) =>
    clickhouse.command(logs(day, first, count)),
  );
  await clickhouse.command(series(day));
  for (const [metric] of metricNames.entries()) await clickhouse.command(points(day, metric));
  return day.spans / seconds;
}

/** Two chunks at once: the engine works on one while the other waits for the disk. */
async function inChunks(
  total: number,
  size: number,
  what: string,
  say: (line: string) => void,
  insert: (first: number, count: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let told = performance.now();
  const line = async () => {
    while (next < total) {
      const first = next;
      next += size;
      await insert(first, Math.min(size, total - first));
      if (performance.now() - told > 10_000) {
        told = performance.now();
        say(`${Math.min(100, Math.round((next / total) * 100))} % of ${total.toLocaleString("en")} ${what}`);
      }
    }
  };
  await Promise.all([line(), line()]);
}

/** Nanoseconds since 1970 at which the item with a number begins, spread over the day. */
const beginning = ({ from, to }: Day, total: number) =>
  sql`toInt64(${BigInt(from) * 1_000_000n} + toInt64(number * ${((to - from) * 1e6) / total}))`;

/** The traces of the template, shifted to their place in the day. */
function spans(day: Day, first: number, count: number): Sql {
  const apart = ((day.to - day.from) * 1e6) / tracesOf(day);
  const another = (id: string) => sql`reinterpretAsFixedString(cityHash64(${raw(id)}, ${first}))`;
  const began = sql`${BigInt(day.from) * 1_000_000n + BigInt(Math.round(first * apart))} + toInt64(dropped_events * ${apart})`;
  const { from: slowFrom, ms: slowMs } = day.slowdown ?? { from: day.to, ms: 0 };
  const isSlow = sql`has(${awaitsPayment}, dropped_links) AND ${began} >= ${BigInt(slowFrom) * 1_000_000n}`;
  return sql`
    INSERT INTO spans (${raw(columns)})
    SELECT fromUnixTimestamp64Nano(${began} + toUnixTimestamp64Nano(start_time), 'UTC'),
           toUInt64(duration * (0.8 + 0.4 * (cityHash64(span_id, ${first}) % 1000) / 1000)) + if(${isSlow}, ${slowMs * 1e6}, 0),
           sipHash128(trace_id, ${first}), ${another("span_id")},
           if(parent_span_id = toFixedString('', 8), parent_span_id, ${another("parent_span_id")}),
           inner, service, name, kind, status, status_message, attributes, attribute_types, resource_id, scope_id
    FROM bench_spans WHERE dropped_events < ${count} ${settings}`;
}
const columns = `start_time, duration, trace_id, span_id, parent_span_id, inner, service, name, kind, status, status_message,
  attributes, attribute_types, resource_id, scope_id`;

const spanIdAt = (position: string) => raw(`reinterpretAsFixedString(cityHash64(trace, ${position}))`);

/** `dropped_events` has the number of the trace, `dropped_links` of the span in it, `start_time` how long after its trace a span began. */
function templateSpans(): Sql {
  return sql`
    INSERT INTO bench_spans (${raw(columns)}, dropped_events, dropped_links)
    SELECT fromUnixTimestamp64Nano(toInt64(i * 1500000 + dice % 1000000), 'UTC'),
           toUInt64(1e6 * ${list(spanPlan.map(([, , , usual]) => usual))}[i + 1] * (0.4 + operation / 15) * exp(randNormal(0, 0.6, i))),
           sipHash128(trace), ${spanIdAt("i")}, if(i = 0, toFixedString('', 8), ${spanIdAt(`${list(spanPlan.map(([, parent]) => parent)).text}[i + 1]`)}),
           ${list(spanPlan.map(([, , isInner]) => Number(isInner)))}[i + 1] AS is_inner, ${services}[i + 1] AS the_service,
           if(is_inner = 1, concat('SELECT shop.table_', toString(operation)), concat('GET ', route)),
           if(is_inner = 1, 3, 2), if(dice % 100 = 0, 2, 0),
           if(dice % 100 = 0, 'connection reset by peer', ''),
           CAST(if(is_inner = 1,
             map('db.system.name', 'postgresql', 'db.namespace', 'shop', 'db.operation.name', 'SELECT',
                 'db.query.text', concat('SELECT id, name, price FROM table_', toString(operation), ' WHERE id = ?'),
                 'db.collection.name', concat('table_', toString(operation)), 'server.address', 'postgres.shop.svc.cluster.local',
                 'server.port', '5432', 'network.peer.address', concat('10.42.0.', toString(dice % 5)),
                 'thread.id', toString(20 + dice % 40), 'thread.name', concat('worker-', toString(dice % 16))),
             map('http.request.method', 'GET', 'http.route', route,
                 'http.response.status_code', if(dice % 100 = 0, '500', '200'),
                 'url.path', concat(route, '/', toString(intDiv(dice, 1000) % 5000)),
                 'server.address', concat(the_service, '.shop.svc.cluster.local'), 'server.port', '8080',
                 'client.address', concat('10.42.', toString(dice % 20), '.', toString(intDiv(dice, 100) % 250)),
                 'network.peer.port', toString(30000 + intDiv(dice, 10000) % 30000),
                 'user_agent.original', concat('Mozilla/5.0 (X11; Linux x86_64) Chrome/', toString(100 + trace % 30)),
                 'enduser.id', concat('u', toString(trace % 20000)))), 'Map(LowCardinality(String), String)'),
           if(is_inner = 1, 'ssssssisis', 'ssississss'),
           ${resourceId("the_service", "trace")}, 1 + is_inner, trace, i
    FROM (
      SELECT number AS trace, i,
             cityHash64(trace, i, 7) AS dice,
             toUInt8(${operations} * pow((dice % 1000) / 1000, 2)) AS operation,
             concat('/api/v1/', ${services}[i + 1], '/resource-', toString(operation)) AS route
      FROM numbers(${chunk}) ARRAY JOIN range(12 + number % 3) AS i
    ) ${settings}`;
}

/** Three instances of every service. */
const resourceId = (service: string, dice: string) => raw(`cityHash64(${service}, ${dice} % 3)`);

const days = ({ from, to }: Day) =>
  sql`arrayJoin(arrayDistinct([toDate(fromUnixTimestamp64Milli(${from}, 'UTC')), toDate(fromUnixTimestamp64Milli(${to}, 'UTC'))]))`;

function resources(day: Day): Sql {
  return sql`
    INSERT INTO resources (day, resource_id, service, namespace, attributes, attribute_types)
    SELECT ${days(day)}, ${resourceId("name", "number")}, arrayJoin(arrayDistinct(${services})) AS name, 'shop',
           CAST(map('service.name', name, 'service.version', '1.4.2', 'k8s.pod.name', concat(name, '-7d4b9c-', toString(number)),
                    'deployment.environment.name', 'production'), 'Map(LowCardinality(String), String)'), 'ssss'
    FROM numbers(3)`;
}

function scopes(day: Day): Sql {
  return sql`
    INSERT INTO scopes (day, scope_id, name, version)
    SELECT ${days(day)}, number, if(number = 1, '@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-pg'), '0.301.0'
    FROM numbers(1, 2)`;
}

/** Words that many lines have. The number of an order stands in one line only. */
export const commonWords = ["timeout", "coupon", "declined", "warehouse", "replica", "checkout", "retrying"];
const lines = [
  "'GET /api/v1/cart/', toString(dice % 9000), ' answered 200 in ', toString(dice % 400), ' ms'",
  "'order ', toString(number), ' of customer u', toString(dice % 20000), ' was placed, checkout took ', toString(dice % 900), ' ms'",
  "'payment of order ', toString(number), ' approved, card ending ', toString(1000 + dice % 9000)",
  "'cache miss for product ', toString(dice % 50000), ', read from replica ', toString(dice % 3)",
  "'reserved ', toString(1 + dice % 5), ' of product ', toString(dice % 50000), ' in warehouse ', toString(dice % 12)",
  "'sent mail order-confirmation to u', toString(dice % 20000)",
  "'coupon ', hex(dice % 4096), ' applied to cart ', toString(dice % 900000)",
  "'session of u', toString(dice % 20000), ' refreshed'",
];
const troubles = [
  "'connection to postgres.shop.svc.cluster.local:5432 timed out after 5000 ms, retrying (', toString(dice % 3), ')'",
  "'timeout while calling payment: POST /pay of order ', toString(number)",
  "'payment of order ', toString(number), ' declined by the bank: code ', toString(dice % 90)",
];

const bodyOf = (bodies: readonly string[]) =>
  bodies.map((body, index) =>
    index === bodies.length - 1 ? `concat(${body})` : `pick % ${bodies.length} = ${index}, concat(${body})`,
  );

function logs(day: Day, first: number, count: number): Sql {
  return sql`
    INSERT INTO logs (time, seq, observed_time, service, severity_number, severity_text, body, body_type, trace_id,
                      span_id, attributes, attribute_types, resource_id, scope_id)
    SELECT fromUnixTimestamp64Nano(began, 'UTC'), number, fromUnixTimestamp64Nano(began + 2000000, 'UTC'), the_service,
           if(trouble, 17, 9), if(trouble, 'ERROR', 'INFO'),
           if(trouble, multiIf(${raw(bodyOf(troubles).join(", "))}), multiIf(${raw(bodyOf(lines).join(", "))})), 's',
           sipHash128(toUInt64(number % ${tracesOf(day)})), reinterpretAsFixedString(cityHash64(number)),
           CAST(map('module', concat('shop/', the_service), 'thread.name', concat('worker-', toString(dice % 16)),
                    'enduser.id', concat('u', toString(dice % 20000))), 'Map(LowCardinality(String), String)'), 'sss',
           ${resourceId("the_service", "number")}, 1
    FROM (
      SELECT number, ${beginning(day, logsOf(day))} AS began, cityHash64(number, 3) AS dice, intDiv(dice, 1000) AS pick,
             dice % 50 = 0 AS trouble, arrayDistinct(${services})[1 + dice % 7] AS the_service
      FROM numbers(${first}, ${count})
    ) ${settings}`;
}

const seriesId = (metric: string, number: string) => raw(`cityHash64(${metric}, ${number})`);

function series(day: Day): Sql {
  return sql`
    INSERT INTO metric_series (day, metric, series_id, kind, unit, temporality, monotonic, service, attributes,
                               attribute_types, resource_id, scope_id)
    SELECT ${days(day)}, arrayJoin(${list(metricNames)}) AS name, ${seriesId("name", "number")}, 1, 'By', 0, 0,
           arrayDistinct(${services})[1 + number % 7] AS the_service,
           CAST(map('http.route', concat('/resource-', toString(number % 25)), 'state', if(number % 2 = 0, 'used', 'free')),
                'Map(LowCardinality(String), String)'), 'ss', ${resourceId("the_service", "number")}, 1
    FROM numbers(${seriesAMetric})`;
}

function points(day: Day, metric: number): Sql {
  const { from, to } = day;
  const count = pointsASeries(day);
  const apart = Math.floor((to - from) / count);
  return sql`
    INSERT INTO metric_numbers (metric, series_id, time, value)
    SELECT ${metricNames[metric]} AS name, ${seriesId("name", "number % " + String(seriesAMetric))},
           fromUnixTimestamp64Milli(${from} + toInt64(intDiv(number, ${seriesAMetric}) * ${apart}), 'UTC'),
           1e6 * (2 + sin(number / 5000)) + number % 977
    FROM numbers(${seriesAMetric * count}) ${settings}`;
}
