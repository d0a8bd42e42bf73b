import type { Table, View } from "@naru/clickhouse";
import { durationBucket, logColumns, rolledUp, rollup, rollupTime } from "./columns.ts";

/* What looking into applications needs, filled from spans and logs as they come in: who is there, what is under way,
 * which statements were run, who was called, what was thrown. */

/** What an agent said of spans that are not over yet (docs/pending-spans.md): log records by their form, told apart
 *  by the scanner, so that they are no noise among the logs. */
const pendingSpans: Table = {
  name: "pending_spans",
  retention: { signal: "traces", column: "time" },
  columns: logColumns,
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfMinute(time), service, time",
};

/** Distinct sessions and users of each service's entry spans. Small sets are exact, large ones 0.6 % off. */
const distinct = "AggregateFunction(uniqCombined(15), String) CODEC(ZSTD(1))";
const visitors5s: Table = {
  name: "visitors_5s",
  retention: { signal: "traces", column: "time" },
  columns: { time: rollupTime, service: "LowCardinality(String)", sessions: distinct, users: distinct },
  engine: "SummingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), service, time",
};
const visitors1h: Table = {
  ...visitors5s,
  name: "visitors_1h",
  retention: { signal: "longest", column: "time" },
  orderBy: "service, time",
};

/** Statements sent to databases, literals taken out. `rows` were returned, as far as clients told. */
const statements1m: Table = {
  name: "statements_1m",
  retention: { signal: "traces", column: "time" },
  columns: {
    time: rollupTime,
    service: "LowCardinality(String)",
    system: "LowCardinality(String)",
    namespace: "LowCardinality(String)",
    statement_id: "UInt64",
    statement: "SimpleAggregateFunction(any, String) CODEC(ZSTD(1))",
    rows: "UInt64 CODEC(T64, ZSTD(1))",
    ...rollup,
  },
  engine: "SummingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), service, system, namespace, statement_id, time",
};

/** What each service called, as it says itself. `category`: database, cache, messaging, rpc, http or other. */
const calls1m: Table = {
  name: "calls_1m",
  retention: { signal: "traces", column: "time" },
  columns: {
    time: rollupTime,
    service: "LowCardinality(String)",
    category: "LowCardinality(String)",
    system: "LowCardinality(String)",
    peer: "LowCardinality(String)",
    target: "LowCardinality(String)",
    ...rollup,
  },
  engine: "SummingMergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), service, category, system, peer, target, time",
};

/** One row for each exception that a span or a log record told of. What has the same `fingerprint` has the same cause:
 *  the type and the place where it was thrown, or the words of its message where no stack was given. */
const exceptions: Table = {
  name: "exceptions",
  retention: { signal: "longest", column: "time" },
  columns: {
    time: "DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
    service: "LowCardinality(String)",
    fingerprint: "UInt64 CODEC(ZSTD(1))",
    type: "LowCardinality(String)",
    message: "String CODEC(ZSTD(1))",
    stack: "String CODEC(ZSTD(3))",
    operation: "LowCardinality(String)",
    trace_id: "FixedString(16) CODEC(ZSTD(1))",
    span_id: "FixedString(8) CODEC(ZSTD(1))",
    resource_id: "UInt64 CODEC(ZSTD(1))",
  },
  engine: "MergeTree",
  partitionBy: "toDate(time)",
  orderBy: "toStartOfHour(time), service, fingerprint, time",
};

const attribute = (...names: readonly string[]): string => {
  const [name, ...others] = names;
  const value = `attributes['${name}']`;
  return others.length === 0 ? value : `if(${value} != '', ${value}, ${attribute(...others)})`;
};
const dbSystem = attribute("db.system.name", "db.system");
const dbNamespace = attribute("db.namespace", "db.name");
const query = attribute("db.query.text", "db.statement");
/** Longer ones are told apart by their beginnings. */
const longestQuery = 4096;

const counted = "count() AS n, countIf(status = 2) AS failed, sum(duration) AS nanos";
const minute = "toStartOfMinute(start_time)";

const statementsFill = rolledUp(
  "service, system, namespace, statement_id",
  `SELECT ${minute} AS time, service, system, namespace, normalizedQueryHash(text) AS statement_id,
          any(normalizeQuery(text)) AS normalised, sum(returned_rows) AS returned, ${durationBucket} AS bucket, ${counted}
   FROM (SELECT start_time, service, duration, status, ${dbSystem} AS system, ${dbNamespace} AS namespace,
                toUInt64OrZero(attributes['db.response.returned_rows']) AS returned_rows,
                substringUTF8(${query}, 1, ${longestQuery}) AS text
         FROM spans WHERE kind = 3 AND ${query} != '')`,
  "any(normalised) AS statement, sum(returned) AS rows",
);

const port = attribute("server.port", "net.peer.port");
const address = attribute(
  "server.address",
  "net.peer.name",
  "peer.service",
  "network.peer.address",
  "net.sock.peer.addr",
);
/** Whom a client span calls, as `calls_1m` has it in `peer`. */
export const calledPeer = `if(${port} = '' OR ${address} = '', ${address}, concat(${address}, ':', ${port}))`;
const messaging = "attributes['messaging.system']";
const rpc = "attributes['rpc.system']";

const callsFill = rolledUp(
  "service, category, system, peer, target",
  `SELECT ${minute} AS time, service, category, system, peer, target, ${durationBucket} AS bucket, ${counted}
   FROM (SELECT start_time, service, duration, status,
                ${dbSystem} AS database, ${messaging} AS broker, ${rpc} AS remote,
                ${address} AS host, ${port} AS hostPort,
                multiIf(database IN ('redis', 'valkey', 'memcached', 'hazelcast', 'infinispan'), 'cache', database != '', 'database',
                        broker != '', 'messaging', remote != '', 'rpc',
                        ${attribute("http.request.method", "http.method")} != '', 'http', 'other') AS category,
                multiIf(database != '', database, broker != '', broker, remote) AS system,
                if(hostPort = '' OR host = '', host, concat(host, ':', hostPort)) AS peer,
                multiIf(database != '', ${dbNamespace}, broker != '', attributes['messaging.destination.name'],
                        remote != '', attributes['rpc.service'], '') AS target
         FROM spans WHERE kind IN (3, 4))
   WHERE category != 'other' OR peer != ''`,
);

/** Where it was thrown: the first lines of the stack that are places, without line numbers, addresses and arguments, so
 *  that a release that moved a line still counts as the same. Without a stack, the message without its figures. */
const places = `arrayStringConcat(arraySlice(arrayFilter(
  line -> match(line, '^\\\\s*(at |File |from |#?[0-9]+[: ]|\\\\S+\\\\.go:|.*\\\\()'), splitByChar('\\n', stack)), 1, 5), '\\n')`;
const withoutFigures = (text: string) =>
  `replaceRegexpAll(${text}, '0x[0-9a-fA-F]+|[0-9a-f]{8,}|[0-9]+', '0')`;
const fingerprint = `cityHash64(service, type, if(${places} != '', ${withoutFigures(places)}, ${withoutFigures("message")}))`;

const exceptionsFromSpans = `
  SELECT time, service, ${fingerprint} AS fingerprint, type, message, stack, operation, trace_id, span_id, resource_id
  FROM (SELECT fromUnixTimestamp64Nano(event_times[place], 'UTC') AS time, service, name AS operation, trace_id, span_id,
               resource_id, event_attributes[place]['exception.type'] AS type,
               event_attributes[place]['exception.message'] AS message,
               event_attributes[place]['exception.stacktrace'] AS stack
        FROM spans
        ARRAY JOIN arrayEnumerate(event_names) AS place
        WHERE event_names[place] = 'exception')`;

const exceptionsFromLogs = `
  SELECT time, service, ${fingerprint} AS fingerprint, type, message, stack, '' AS operation, trace_id, span_id, resource_id
  FROM (SELECT time, service, trace_id, span_id, resource_id, attributes['exception.type'] AS type,
               attributes['exception.message'] AS message, attributes['exception.stacktrace'] AS stack
        FROM logs WHERE severity_number >= 13 AND (attributes['exception.type'] != '' OR attributes['exception.message'] != ''))`;

export const apmTables = [pendingSpans, visitors5s, visitors1h, statements1m, calls1m, exceptions];

export const apmViews: View[] = [
  {
    name: "visitors_5s_fill",
    to: "visitors_5s",
    select: `
      SELECT toStartOfInterval(start_time, INTERVAL 5 SECOND) AS time, service,
             uniqCombinedStateIf(15)(session, session != '') AS sessions, uniqCombinedStateIf(15)(visitor, visitor != '') AS users
      FROM (SELECT start_time, service, attributes['session.id'] AS session, ${attribute("user.id", "enduser.id")} AS visitor
            FROM spans WHERE inner = 0)
      WHERE session != '' OR visitor != '' GROUP BY time, service`,
  },
  {
    name: "visitors_1h_fill",
    to: "visitors_1h",
    select: `
      SELECT toStartOfHour(finer.time) AS time, service, uniqCombinedMergeState(15)(finer.sessions) AS sessions,
             uniqCombinedMergeState(15)(finer.users) AS users
      FROM visitors_5s AS finer GROUP BY time, service`,
  },
  { name: "statements_1m_fill", to: "statements_1m", select: statementsFill },
  { name: "calls_1m_fill", to: "calls_1m", select: callsFill },
  { name: "exceptions_of_spans_fill", to: "exceptions", select: exceptionsFromSpans },
  { name: "exceptions_of_logs_fill", to: "exceptions", select: exceptionsFromLogs },
];
