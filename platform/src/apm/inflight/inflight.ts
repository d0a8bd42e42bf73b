import type { z } from "zod";
import type { Read } from "#telemetry/query/index.ts";
import { newestStacks, type StackFrame } from "../profiles/store.ts";
import { ageClasses, type InFlight, type inFlight } from "./api.ts";
import { type Underway, underway } from "./paths.ts";
import { countedSince, type PendingRow, pendingSince, reportingServices } from "./store.ts";

/** An open span is told of every five seconds; after more than two of these without a word it is not under way any more. */
const silentMs = 12_000;
/** That its process is gone is said later: a span that has ended may arrive after the word that it was open. */
const goneMs = 30_000;
const hourMs = 3_600_000;
const mostSpans = 20_000;
const mostAbandoned = 200;
/** Metrics are sent every minute, unless programs are told otherwise. */
const reportedMs = 150_000;
/** A stack is asked for where a person would: of what has been under way for a while. */
const slowMs = 1000;
const mostStacks = 50;
/** A profile of ten seconds every minute is sent when it is over. */
const profiledMs = 90_000;

export async function transactionsInFlight(
  read: Read,
  { service, limit }: z.output<typeof inFlight.input>,
  now: number,
) {
  const [open, silent, reporting, counted] = await Promise.all([
    // Of all services: a transaction's path leads into others.
    pendingSince(read, { from: now - silentMs, to: now + hourMs }, "", false, mostSpans),
    pendingSince(read, { from: now - hourMs, to: now - goneMs }, service, true, mostAbandoned),
    reportingServices(read, now - hourMs),
    countedSince(read, now - reportedMs, service),
  ]);
  const all = underway(open).filter(({ entry }) => service === "" || entry.service === service);
  const stackOf = await stacksOf(read, all, now);
  const live = all.map((each) => ({ ...shown(each, now, false), stack: stackOf(each) }));
  return {
    at: now,
    meters: meters(live),
    transactions: live.slice(0, limit),
    abandoned: silent.toReversed().map((entry) => shown({ entry, path: [entry] }, entry.lastMs, true)),
    reporting,
    counted: counted.filter((each) => !reporting.includes(each.service)),
  };
}

/** Where the slow ones are in their code: what the service of the innermost span last ran for the trace. */
async function stacksOf(read: Read, all: readonly Underway[], now: number) {
  const slow = all.filter(({ entry }) => ageMs(entry, now) >= slowMs).slice(0, mostStacks);
  const innermost = slow.map(({ entry, path }) => path.at(-1) ?? entry);
  const frames =
    innermost.length === 0
      ? []
      : await newestStacks(
          read,
          [...new Set(innermost.map(({ traceId }) => traceId))],
          [...new Set(innermost.map(({ service }) => service))],
          now - profiledMs,
        );
  const byPlace = Map.groupBy(frames, ({ traceId, service }) => `${traceId} ${service}`);
  return ({ entry, path }: Underway): InFlight["stack"] => {
    const { traceId, service } = path.at(-1) ?? entry;
    return (byPlace.get(`${traceId} ${service}`) ?? []).map(frameOf);
  };
}

const frameOf = ({ traceId: _traceId, service: _service, ...frame }: StackFrame) => frame;

const ageMs = ({ startTimeUnixNano }: PendingRow, at: number) =>
  Math.max(0, at - Number(startTimeUnixNano) / 1e6);

/** @param at  the moment of its age */
function shown({ entry, path }: Underway, at: number, abandoned: boolean): InFlight {
  return {
    ...openSpan(entry),
    pod: entry.pod,
    ageMs: ageMs(entry, at),
    path: path.map(openSpan),
    abandoned,
    stack: [],
  };
}

const kinds = ["internal", "server", "client", "producer", "consumer"] as const;

function openSpan({ traceId, spanId, service, name, kind, startTimeUnixNano, attributes }: PendingRow) {
  const own = Object.entries(attributes).filter(([key]) => !key.startsWith("span."));
  return {
    traceId,
    spanId,
    service,
    name,
    kind: kinds.find((each) => each === kind.toLowerCase()) ?? ("unspecified" as const),
    startTimeUnixNano,
    attributes: Object.fromEntries(own),
  };
}

export const ageClassOf = (ageMs: number): number =>
  ageClasses.filter((seconds) => ageMs >= seconds * 1000).length;

function meters(live: readonly InFlight[]) {
  const byPod = Map.groupBy(live, ({ service, pod }) => JSON.stringify([service, pod]));
  return [...byPod.values()].map((own) => {
    const ages = [...ageClasses, 0].map(() => 0);
    for (const { ageMs } of own) ages[ageClassOf(ageMs)] = (ages[ageClassOf(ageMs)] ?? 0) + 1;
    return { service: own[0]?.service ?? "", pod: own[0]?.pod ?? "", ages };
  });
}
