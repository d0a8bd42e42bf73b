import { type ClickHouse, dateTime, insertRows, raw, sql } from "@naru/clickhouse";
import { durationBucket } from "#telemetry/store/index.ts";
import { distributionOf, type Read, type Window } from "#telemetry/query/index.ts";
import { evidence, type HealingStep, policy, stepKinds } from "./api.ts";
import type { Answered } from "./judge/traffic.ts";

/* Every statement about healing: what pods answered lately, and what was done with them. */

/** A pod as its telemetry names it. */
export interface NamedPod {
  /** Empty where its telemetry does not say. */
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** Empty where its telemetry does not say. */
  readonly uid: string;
}

/** Those names as one text. */
export const podName = ({ cluster, namespace, name, uid }: NamedPod): string =>
  `${cluster}/${namespace}/${name}/${uid}`;
const podNameColumn = raw("concat(cluster, '/', namespace, '/', name, '/', uid)");

export interface AnsweredRow extends NamedPod, Answered {
  readonly service: string;
  readonly operation: string;
  /** Who called: a resource's id; empty where that is not traced. */
  readonly caller: string;
  /** Durations are the pod's own, or what the caller waited; each request is in both. */
  readonly view: "own" | "waited";
  /** For so many the caller waited much longer than the pod took. */
  readonly late: number;
  /** They ended in the last part of the range that was asked for. */
  readonly isRecent: boolean;
  /** When the last of them ended, milliseconds since 1970. */
  readonly endedAt: number;
}

/** As the store tells what was answered: its sums are 64-bit, and come as text. */
export interface CountedRow {
  readonly requests: string;
  readonly failed: string;
  readonly durations: [number[], (string | number)[]];
}

export const answeredOf = ({ requests, failed, durations }: CountedRow): Answered => ({
  requests: Number(requests),
  failed: Number(failed),
  durations: distributionOf(durations),
});

/** Spans are looked for by when they began: a request that took longer than this is not seen. */
const longestMs = 120_000;
/** Which pod each resource is of. */
export const podsSince = (from: number) => sql`
  (SELECT resource_id, any(attributes['k8s.cluster.name']) AS cluster, any(attributes['k8s.namespace.name']) AS namespace,
          any(attributes['k8s.pod.name']) AS name, any(attributes['k8s.pod.uid']) AS uid
   FROM resources
   WHERE day >= toDate(${dateTime(from)}) - 1 AND (attributes['k8s.pod.name'] != '' OR attributes['k8s.pod.uid'] != '')
   GROUP BY resource_id)`;

/** So much longer than the pod took, nanoseconds: what people feel. */
const lateNanos = 100_000_000;

/** Requests that pods answered, with what their callers waited where these are traced: a pod that stands still does not know how long a
 *  request waited before it was read, nor that its caller gave up meanwhile. */
const servedSince = (began: number, to: number) => sql`
  (SELECT served.trace_id AS trace_id, served.resource_id AS resource_id, served.service AS service, served.name AS operation,
          toUnixTimestamp64Milli(served.start_time) AS startedMs, served.duration AS took,
          startedMs + intDiv(took, 1000000) AS endedMs, if(calls.resource_id = 0, '', toString(calls.resource_id)) AS caller,
          greatest(took, calls.duration) AS waited, served.status = 2 AS isFailed,
          isFailed OR calls.status = 2 AND calls.duration < took AS isLost
   FROM (SELECT resource_id, service, name, trace_id, parent_span_id, start_time, duration, status FROM spans
         WHERE start_time >= ${dateTime(began)} AND start_time < ${dateTime(to)} AND inner = 0 AND kind = 2) AS served
   LEFT JOIN (SELECT trace_id, span_id AS parent_span_id, resource_id, duration, status FROM spans
              WHERE start_time >= ${dateTime(began)} AND start_time < ${dateTime(to)} AND kind = 3) AS calls
   USING (trace_id, parent_span_id))`;

/** Requests that pods answered in a range, by operation, caller and view, and those of its last part by themselves.
 *  @param recentFrom  where the last part begins, milliseconds since 1970; left out: all of it */
export async function answeredBetween(
  read: Read,
  { from, to }: Window,
  recentFrom = from,
): Promise<AnsweredRow[]> {
  const rows = await read<
    Pick<AnsweredRow, keyof NamedPod | "service" | "operation" | "caller" | "view"> & {
      late: string;
      recent: number;
      ended: string;
    } & CountedRow
  >(sql`
    SELECT cluster, namespace, name, uid, service, operation, caller, view, recent, sum(n) AS requests, sum(bad) AS failed,
           sum(tardy) AS late, sumMap([bucket], [n]) AS durations, toString(max(last)) AS ended
    FROM (SELECT resource_id, service, operation, caller, view, ${raw(durationBucket)} AS bucket,
                 endedMs >= ${Math.round(recentFrom)} AS recent, count() AS n,
                 countIf(isBad) AS bad, countIf(waited >= took + ${lateNanos}) AS tardy, max(endedMs) AS last
          FROM ${servedSince(from - longestMs, to)}
          ARRAY JOIN ['own', 'waited'] AS view, [took, waited] AS duration, [isFailed, isLost] AS isBad
          WHERE endedMs >= ${Math.round(from)}
          GROUP BY resource_id, service, operation, caller, view, recent, bucket) AS answered
    INNER JOIN ${podsSince(from)} AS pods USING (resource_id)
    GROUP BY cluster, namespace, name, uid, service, operation, caller, view, recent`);
  return rows.map(({ late, recent, ended, ...row }) => ({
    ...row,
    ...answeredOf(row),
    late: Number(late),
    isRecent: recent === 1,
    endedAt: Number(ended),
  }));
}

export interface MomentRow extends Answered {
  /** One of those that are looked at, as `podName` tells it; empty: any of the others. */
  readonly pod: string;
  readonly service: string;
  readonly operation: string;
  /** When they began, tenths of a second since 1970. */
  readonly slice: number;
}

export interface Compared {
  /** Pods that are looked at, as `podName` tells them. */
  readonly pods: readonly string[];
  /** Those that they are compared with. */
  readonly others: readonly string[];
  /** Callers that are late themselves, each with a pod, as `callName` tells it: of these the pod's own word counts. */
  readonly late: readonly string[];
}

/** A caller and the pod that it calls as one text. */
export const callName = (row: AnsweredRow): string => `${row.caller} ${podName(row)}`;

/** Requests that pods answered in a range, by when they began. */
export async function momentsBetween(
  read: Read,
  { from, to }: Window,
  { pods, others, late }: Compared,
): Promise<MomentRow[]> {
  const rows = await read<
    Pick<MomentRow, "pod" | "service" | "operation"> & { tenths: string } & CountedRow
  >(sql`
    SELECT pod, service, operation, toString(slice) AS tenths, sum(n) AS requests, sum(bad) AS failed, sumMap([bucket], [n]) AS durations
    FROM (SELECT if(has(${[...pods]}, told), told, '') AS pod, service, operation,
                 intDiv(endedMs - intDiv(duration, 1000000), 100) AS slice, ${raw(durationBucket)} AS bucket, count() AS n, countIf(isBad) AS bad
          FROM (SELECT ${podNameColumn} AS told, service, operation, endedMs, has(${[...late]}, concat(caller, ' ', told)) AS isOwn,
                       if(isOwn, took, waited) AS duration, if(isOwn, isFailed, isLost) AS isBad
                FROM ${servedSince(from - longestMs, to)} AS served INNER JOIN ${podsSince(from)} AS pods USING (resource_id)
                WHERE endedMs >= ${Math.round(from)} AND has(${[...pods, ...others]}, told))
          GROUP BY pod, service, operation, slice, bucket)
    GROUP BY pod, service, operation, slice`);
  return rows.map(({ tenths, ...row }) => ({ ...row, ...answeredOf(row), slice: Number(tenths) }));
}

/** An open span is told of every five seconds; after more than two of these without a word it is not under way any more. */
const silentMs = 12_000;
const unansweredMs = 5_000;

export interface UnansweredRow extends NamedPod {
  readonly unanswered: number;
}

/** Requests that pods have had for five seconds or more and not answered, as far as their agents tell. */
export async function unansweredAt(read: Read, now: number): Promise<UnansweredRow[]> {
  const rows = await read<NamedPod & { n: string }>(sql`
    SELECT cluster, namespace, name, uid, count() AS n
    FROM (SELECT trace_id, span_id, resource_id, argMax(attributes, time) AS told
          FROM pending_spans WHERE time >= ${dateTime(now - silentMs)} GROUP BY trace_id, span_id, resource_id
          HAVING countIf(event_name = 'span.ended') = 0 AND told['span.kind'] = 'SERVER'
             AND intDiv(toUInt64OrZero(told['span.start_time_unix_nano']), 1000000) <= ${Math.round(now - unansweredMs)}) AS open
    INNER JOIN ${podsSince(now)} AS pods USING (resource_id)
    GROUP BY cluster, namespace, name, uid`);
  return rows.map(({ n, ...row }) => ({ ...row, unanswered: Number(n) }));
}

export interface CalledRow {
  /** Pods by their names in telemetry; the caller's request lasts beyond the callee's. */
  readonly caller: string;
  readonly callee: string;
  readonly traces: number;
}

/** Of requests that went badly in pods: in how many traces one went badly in another of them, meanwhile.
 *  @param pods  names, as telemetry has them
 *  @returns     also with itself as the callee, which is how many there are at all */
export async function badTogether(
  read: Read,
  { from, to }: Window,
  pods: readonly string[],
): Promise<CalledRow[]> {
  const bad = sql`
    (SELECT trace_id, startedMs, endedMs, name
     FROM ${servedSince(from - longestMs, to)} AS served INNER JOIN ${podsSince(from)} AS pods USING (resource_id)
     WHERE pods.name IN ${[...pods]} AND endedMs >= ${Math.round(from)} AND (isLost OR waited >= ${lateNanos}))`;
  const rows = await read<{ caller: string; callee: string; traces: string }>(sql`
    SELECT outer.name AS caller, within.name AS callee, uniqExact(outer.trace_id) AS traces
    FROM ${bad} AS outer INNER JOIN ${bad} AS within USING (trace_id)
    WHERE within.startedMs >= outer.startedMs AND within.endedMs <= outer.endedMs
    GROUP BY caller, callee`);
  return rows.map((row) => ({ ...row, traces: Number(row.traces) }));
}

export const insertSteps = (clickhouse: ClickHouse, steps: readonly HealingStep[]): Promise<void> =>
  insertRows(
    clickhouse,
    "healing_steps",
    steps.map((step) => ({
      at_time: step.at,
      cluster: step.cluster,
      namespace: step.namespace,
      kind: step.kind,
      workload: step.workload,
      pod: step.pod,
      node: step.node,
      step: step.step,
      reason: step.reason,
      policy: step.policy,
      by_user: step.by,
      evidence: step.evidence === null ? "" : JSON.stringify(step.evidence),
      signs: JSON.stringify(step.signs),
      after_ms: Math.round(step.afterMs),
    })),
  );

export interface StepFilter {
  /** Empty: of all. */
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
}

const most = 1000;

/** Newest first. */
export async function stepsBetween(read: Read, { from, to }: Window, of: StepFilter): Promise<HealingStep[]> {
  const rows = await read<{
    at: string;
    cluster: string;
    namespace: string;
    kind: string;
    workload: string;
    pod: string;
    node: string;
    step: string;
    reason: string;
    policy: string;
    by: string;
    evidence: string;
    signs: string;
    after: string;
  }>(sql`
    SELECT toString(toUnixTimestamp64Milli(time)) AS at, cluster, namespace, kind, workload, pod, node, step, reason, policy,
           by_user AS by, evidence, signs, toString(after_ms) AS after
    FROM healing_steps
    WHERE time >= ${dateTime(from)} AND time < ${dateTime(to)} AND (${of.cluster} = '' OR cluster = ${of.cluster})
      AND (${of.namespace} = '' OR namespace = ${of.namespace}) AND (${of.workload} = '' OR workload = ${of.workload})
    ORDER BY time DESC LIMIT ${most}`);
  return rows.flatMap(({ at: told, after, step, policy: said, evidence: seen, signs, ...row }) => {
    const kind = stepKinds.find((each) => each === step);
    if (kind === undefined) return [];
    return [
      {
        ...row,
        at: Number(told),
        step: kind,
        policy: policy.catch("advise").parse(said),
        evidence: seen === "" ? null : evidence.parse(JSON.parse(seen)),
        signs: JSON.parse(signs) as string[],
        afterMs: Number(after),
      },
    ];
  });
}

/** Pods that Naru took out since a moment. */
export async function replacementsSince(
  read: Read,
  since: number,
): Promise<{ cluster: string; namespace: string; kind: string; name: string; at: number }[]> {
  const rows = await read<{ cluster: string; namespace: string; kind: string; name: string; at: string }>(sql`
    SELECT cluster, namespace, kind, workload AS name, toString(toUnixTimestamp64Milli(time)) AS at FROM healing_steps
    WHERE step = 'evicted' AND by_user = '' AND pod != '' AND time >= ${dateTime(since)} ORDER BY time LIMIT ${most}`);
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}
