import { type ClickHouse, type QueryOptions, raw, type Sql, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";
import type { Frame } from "./merge.ts";

/** Which samples are meant. Empty texts mean every one. */
export interface Wanted {
  readonly service: string;
  readonly type: string;
  readonly unit: string;
  readonly version: string;
  readonly pod: string;
  readonly thread: string;
  readonly window: Window;
  /** A further condition, from `spanConditions`. */
  readonly holds?: Sql;
}

const within = ({ from, to }: Window): Sql =>
  sql`time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')`;
/** Dimensions are stored on the day of receipt, which is not always that of the sample. */
const days = ({ from, to }: Window): Sql =>
  sql`day >= toDate(fromUnixTimestamp64Milli(${from}, 'UTC')) - 1 AND day <= toDate(fromUnixTimestamp64Milli(${to}, 'UTC')) + 1`;
const is = (column: string, value: string): Sql =>
  value === "" ? raw("true") : sql`${raw(column)} = ${value}`;

function holding({ service, type, unit, version, pod, thread, window, holds = raw("true") }: Wanted): Sql {
  const origins =
    version === "" && pod === ""
      ? raw("true")
      : sql`resource_id IN (SELECT resource_id FROM resources WHERE ${is("service", service)}
            AND ${is("attributes['service.version']", version)} AND ${is("attributes['k8s.pod.name']", pod)})`;
  return sql`service = ${service} AND type = ${type} AND ${is("unit", unit)} AND ${is("thread", thread)}
    AND ${within(window)} AND ${origins} AND ${holds}`;
}

/** Types that say how much there is at a moment: every profile says it again, so they are averaged by instance. */
const isLevel = (type: string) => /^(inuse_|goroutines?$|threads?$|live_|heap_live)/.test(type);

/** Rows of profiles by stack: value, samples, stack id. */
function counted(wanted: Wanted): Sql {
  const from = sql`FROM profile_samples WHERE ${holding(wanted)}`;
  if (!isLevel(wanted.type))
    return sql`SELECT stack_id, toFloat64(sum(value)) AS amount, count() AS n ${from} GROUP BY stack_id`;
  return sql`
    SELECT stack_id, sum(value / snapshots) AS amount, count() AS n
    FROM (SELECT stack_id, resource_id, value ${from}) AS samples
    INNER JOIN (SELECT resource_id, uniqExact(time) AS snapshots ${from} GROUP BY resource_id) AS instances USING (resource_id)
    GROUP BY stack_id`;
}

export interface Totals {
  readonly stacks: number;
  readonly samples: number;
  readonly value: number;
}

export async function totalsOf(read: Read, wanted: Wanted): Promise<Totals> {
  const [row] = await read<{ stacks: string; samples: string; amount: number }>(sql`
    SELECT count() AS stacks, sum(n) AS samples, sum(amount) AS amount FROM (${counted(wanted)})`);
  return {
    stacks: Number(row?.stacks ?? 0),
    samples: Number(row?.samples ?? 0),
    value: row?.amount ?? 0,
  };
}

/** Frame ids are told by 53 of their 64 bits, which a number holds. */
const keyBits = raw("9007199254740991");

/** The stacks with the largest values, in RowBinary: value (Float64), then frames (Array of UInt64). */
export const largestStacks = (
  clickhouse: ClickHouse,
  wanted: Wanted,
  limit: number,
  options: QueryOptions,
): Promise<Uint8Array> =>
  clickhouse.bytes(
    sql`
    SELECT amount, arrayMap(frame -> bitAnd(frame, ${keyBits}), frames) AS keys
    FROM (SELECT stack_id, amount FROM (${counted(wanted)}) ORDER BY abs(amount) DESC LIMIT ${limit}) AS largest
    INNER JOIN (SELECT stack_id, any(frames) AS frames FROM profile_stacks
                WHERE service = ${wanted.service} AND ${days(wanted.window)} GROUP BY stack_id) AS known USING (stack_id)
    ORDER BY amount DESC, keys`,
    "RowBinary",
    options,
  );

export const framesOf = (read: Read, wanted: Wanted): Promise<(Frame & { key: number })[]> =>
  read(sql`
    SELECT toFloat64(bitAnd(frame_id, ${keyBits})) AS key, any(function) AS function, any(profile_frames.file) AS file,
           any(profile_frames.line) AS line, any(profile_frames.module) AS module, any(profile_frames.type) AS type
    FROM profile_frames
    WHERE service = ${wanted.service} AND ${days(wanted.window)} AND frame_id IN (
      SELECT arrayJoin(frames) FROM profile_stacks
      WHERE service = ${wanted.service} AND ${days(wanted.window)}
        AND stack_id IN (SELECT stack_id FROM profile_samples WHERE ${holding(wanted)}))
    GROUP BY frame_id`);

export interface Kind {
  readonly service: string;
  readonly type: string;
  readonly unit: string;
  readonly samples: string;
  readonly instances: string;
  readonly lastSeen: number;
}

export const kindsIn = (read: Read, window: Window): Promise<Kind[]> =>
  read(sql`
    SELECT service, type, unit, count() AS samples, uniq(resource_id) AS instances,
           toFloat64(max(toUnixTimestamp64Milli(time))) AS lastSeen
    FROM profile_samples WHERE ${within(window)} GROUP BY service, type, unit ORDER BY service, type, unit LIMIT 5000`);

export async function filtersFor(read: Read, wanted: Wanted, most: number) {
  const holds = holding(wanted);
  const ofResources = (attribute: string) =>
    read<{ name: string }>(sql`
      SELECT DISTINCT attributes[${attribute}] AS name FROM resources
      WHERE service = ${wanted.service} AND ${days(wanted.window)} AND name != ''
        AND resource_id IN (SELECT resource_id FROM profile_samples WHERE ${holds}) ORDER BY name LIMIT ${most}`);
  const [versions, pods, threads] = await Promise.all([
    ofResources("service.version"),
    ofResources("k8s.pod.name"),
    read<{ name: string }>(sql`
      SELECT thread AS name FROM profile_samples WHERE ${holds} AND thread != ''
      GROUP BY thread ORDER BY count() DESC LIMIT ${most}`),
  ]);
  return { versions: names(versions), pods: names(pods), threads: names(threads) };
}

const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

export interface SpanTime {
  readonly service: string;
  readonly resourceId: string;
  readonly startNano: string;
  readonly durationNano: string;
}

export async function spanTime(read: Read, traceId: string, spanId: string): Promise<SpanTime | undefined> {
  const [row] = await read<SpanTime>(sql`
    SELECT service, toString(resource_id) AS resourceId, toString(toUnixTimestamp64Nano(start_time)) AS startNano,
           toString(duration) AS durationNano
    FROM spans WHERE trace_id = unhex(${traceId}) AND span_id = unhex(${spanId}) LIMIT 1`);
  return row;
}

/** What makes two resources one process, whatever else they say of it. */
const instance = raw(`multiIf(attributes['service.instance.id'] != '', attributes['service.instance.id'],
  attributes['k8s.pod.name'] != '', concat(attributes['k8s.namespace.name'], '/', attributes['k8s.pod.name'], '/', attributes['k8s.container.name']),
  attributes['process.pid'] != '', concat(attributes['host.name'], '/', attributes['process.pid']),
  toString(resource_id))`);

/** Conditions that a sample belongs to a span, the surest first. */
export function spanConditions(
  { service, resourceId, startNano, durationNano }: SpanTime,
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
): readonly (readonly [basis: "linked" | "instance" | "overlapping", holds: Sql])[] {
  const start = BigInt(startNano);
  const end = start + BigInt(durationNano);
  const began = raw("toUnixTimestamp64Nano(time)");
  const sameProcess = sql`resource_id IN (
    SELECT resource_id FROM resources WHERE service = ${service} AND ${instance} IN (
      SELECT ${instance} FROM resources WHERE resource_id = ${BigInt.asIntN(64, BigInt(resourceId))}))`;
  return [
    ["linked", sql`span_id = unhex(${spanId}) AND trace_id IN (unhex(${traceId}), unhex(${"0".repeat(32)}))`],
    ["instance", sql`duration = 0 AND ${began} >= ${start} AND ${began} <= ${end} AND ${sameProcess}`],
    [
      "overlapping",
      sql`duration > 0 AND ${began} <= ${end} AND ${began} + toInt64(duration) >= ${start} AND ${sameProcess}`,
    ],
  ];
}

export interface StackFrame extends Frame {
  readonly traceId: string;
  readonly service: string;
}

const deepest = 20;

/** Of each trace and service the newest stack that a profile has since then: its innermost frames, the innermost first. */
export function newestStacks(
  read: Read,
  traceIds: readonly string[],
  services: readonly string[],
  since: number,
): Promise<StackFrame[]> {
  const window = { from: since, to: since };
  const sampled = sql`
    SELECT trace_id, service, argMax(profile_samples.stack_id, time) AS stack_id FROM profile_samples
    WHERE service IN ${services} AND time >= fromUnixTimestamp64Milli(${since}, 'UTC')
      AND trace_id IN (SELECT CAST(unhex(arrayJoin(${traceIds})), 'FixedString(16)')) GROUP BY trace_id, service`;
  return read(sql`
    SELECT lower(hex(trace_id)) AS traceId, service, function, file, line, module, type
    FROM (SELECT trace_id, service, frame_id, place
          FROM (${sampled}) AS newest
          INNER JOIN (SELECT service, stack_id, arraySlice(arrayReverse(any(profile_stacks.frames)), 1, ${deepest}) AS innermost FROM profile_stacks
                      WHERE service IN ${services} AND ${days(window)} AND stack_id IN (SELECT stack_id FROM (${sampled}))
                      GROUP BY service, stack_id) AS known USING (service, stack_id)
          ARRAY JOIN innermost AS frame_id, arrayEnumerate(innermost) AS place) AS stacks
    INNER JOIN (SELECT frame_id, any(profile_frames.function) AS function, any(profile_frames.file) AS file,
                       any(profile_frames.line) AS line, any(profile_frames.module) AS module, any(profile_frames.type) AS type
                FROM profile_frames WHERE service IN ${services} AND ${days(window)} GROUP BY frame_id) AS frames USING (frame_id)
    ORDER BY traceId, service, place`);
}

export const kindsOfSpan = (
  read: Read,
  service: string,
  window: Window,
  holds: Sql,
): Promise<{ type: string; unit: string }[]> =>
  read(sql`
    SELECT type, unit FROM profile_samples WHERE service = ${service} AND ${within(window)} AND ${holds}
    GROUP BY type, unit ORDER BY type, unit LIMIT 100`);
