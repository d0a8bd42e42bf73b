import type { z } from "zod";
import { gridOf, onGrid, type Read, windowOf } from "#telemetry/query/index.ts";
import { ageClasses, type InFlight, type inFlight, type inFlightHistory } from "./api.ts";
import { type Underway, underway } from "./paths.ts";
import { type PendingRow, pendingBySteps, pendingSince, reportingServices } from "./store.ts";

/** An open span is told of every five seconds; after more than two of these without a word its process is gone. */
const silentMs = 12_000;
const hourMs = 3_600_000;
const mostSpans = 20_000;
const mostAbandoned = 200;

export async function transactionsInFlight(
  read: Read,
  { service, limit }: z.output<typeof inFlight.input>,
  now: number,
) {
  const [open, silent, reporting] = await Promise.all([
    // Of all services: a transaction's path leads into others.
    pendingSince(read, { from: now - silentMs, to: now + hourMs }, "", false, mostSpans),
    pendingSince(read, { from: now - hourMs, to: now - silentMs }, service, true, mostAbandoned),
    reportingServices(read, now - hourMs),
  ]);
  const all = underway(open).filter(({ entry }) => service === "" || entry.service === service);
  const live = all.map((each) => shown(each, now, false));
  return {
    at: now,
    meters: meters(live),
    transactions: live.slice(0, limit),
    abandoned: silent.toReversed().map((entry) => shown({ entry, path: [entry] }, entry.lastMs, true)),
    reporting,
  };
}

/** @param at  the moment of its age */
function shown({ entry, path }: Underway, at: number, abandoned: boolean): InFlight {
  return {
    ...openSpan(entry),
    pod: entry.pod,
    ageMs: Math.max(0, at - Number(entry.startTimeUnixNano) / 1e6),
    path: path.map(openSpan),
    abandoned,
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

const mostSteps = 180;
const leastStepSeconds = 5;

export async function history(read: Read, input: z.output<typeof inFlightHistory.input>, now: number) {
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const rows = await pendingBySteps(read, window, grid, input.service, ageClasses);
  const ages = [...ageClasses, 0].map((_, age) => {
    const own = rows.filter((row) => row.age === age);
    const at = own.map((row) => Number(row.at) * 1000);
    return onGrid(
      grid,
      at,
      own.map(({ count }) => Number(count)),
      0,
    );
  });
  return { ...grid, ages };
}
