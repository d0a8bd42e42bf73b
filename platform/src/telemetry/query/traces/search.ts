import type { Sql } from "@naru/clickhouse";
import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { searchTraces, TraceRow } from "../api.ts";
import type { Read } from "../reader.ts";
import { slices, type Window, windowOf } from "../window.ts";
import {
  type Match,
  matches,
  matching,
  type Order,
  type Position,
  summaries,
  type SummaryRow,
} from "./store.ts";

/** Spans asked for at once for each trace wanted: a trace often has several that match. */
const spansATrace = 4;
/** How far around its matching spans a trace is looked for, and how far when its root was not found there. */
const nearMs = 60_000;
const farMs = 60 * 60_000;

interface Search {
  readonly window: Window;
  readonly holds: Sql;
  readonly order: Order;
}

/** Traces that have a matching span, found by their latest (or longest) matching span. Without any condition, only
 *  entry spans count as matching. A page of slowest traces is listed by what its rows show, the whole duration. */
export async function findTraces(read: Read, input: z.output<typeof searchTraces.input>, now: number) {
  const window = windowOf(input, now);
  const search = { window, holds: matching(input, window), order: input.order };
  const start = input.cursor === undefined ? undefined : readCursor(input.cursor);
  const found = new Map<string, Ranked>();
  for (const slice of input.order === "newest" ? slices(upTo(start, window), "newest") : [window]) {
    await addFrom(read, slice, search, start, found, input.limit);
    if (found.size >= input.limit) break;
  }
  const page = [...found.values()].slice(0, input.limit);
  const last = page.at(-1);
  const more = last && page.length === input.limit;
  const traces = page.map(({ trace }) => trace);
  return {
    traces: input.order === "newest" ? traces : traces.toSorted((a, b) => b.durationNano - a.durationNano),
    nextCursor: more ? `${last.rank}-${last.trace.traceId}` : null,
  };
}

interface Ranked {
  readonly rank: string;
  readonly trace: TraceRow;
}

/** Adds the traces whose best matching span lies in the slice. One whose best span lies elsewhere has been found
 *  before, on this page or an earlier one. */
async function addFrom(
  read: Read,
  slice: Window,
  search: Search,
  start: Position | undefined,
  found: Map<string, Ranked>,
  limit: number,
): Promise<void> {
  const batchSize = limit * spansATrace;
  let below = start;
  for (;;) {
    const full = await matches(read, { ...search, window: slice, below, limit: batchSize });
    const batch = ofFirstTraces(full, limit - found.size);
    const rankOf = new Map(batch.toReversed().map((match) => [match.traceId, match.rank]));
    for (const row of await summarize(read, batch, search)) {
      if (row.rank === rankOf.get(row.traceId) && !found.has(row.traceId)) {
        found.set(row.traceId, { rank: row.rank, trace: traceRow(row) });
      }
    }
    below = batch.at(-1);
    const exhausted = full.length < batchSize && batch.length === full.length;
    if (exhausted || found.size >= limit) return;
  }
}

/** The matches before that of one trace too many. */
function ofFirstTraces(batch: readonly Match[], traces: number): readonly Match[] {
  const seen = new Set<string>();
  const end = batch.findIndex((match) => seen.add(match.traceId).size > traces);
  return end === -1 ? batch : batch.slice(0, end);
}

/** In the order of the matches. */
async function summarize(read: Read, batch: readonly Match[], search: Search): Promise<SummaryRow[]> {
  const byTrace = Map.groupBy(batch, (match) => match.traceId);
  if (byTrace.size === 0) return [];
  const rows = await summaries(read, batch, nearMs, search);
  const rootless = rows
    .filter((row) => row.rootMissing === 1)
    .flatMap((row) => byTrace.get(row.traceId) ?? []);
  const wider = rootless.length === 0 ? [] : await summarizeFar(read, rootless, search);
  const summaryOf = new Map([...rows, ...wider].map((row) => [row.traceId, row]));
  return [...byTrace.keys()].flatMap((id) => summaryOf.get(id) ?? []);
}

/** Roots that began long before the matching span are rare, and looking for them reads much: the first few only. */
function summarizeFar(read: Read, rootless: readonly Match[], search: Search): Promise<SummaryRow[]> {
  return summaries(read, ofFirstTraces(rootless, 20), farMs, search);
}

function traceRow(row: SummaryRow): TraceRow {
  const [names, counts] = row.services;
  const services = names.map((service, index) => ({ service, spans: Number(counts[index]) }));
  return {
    traceId: row.traceId,
    service: row.rootService,
    name: row.rootName,
    rootMissing: row.rootMissing === 1,
    startTimeUnixNano: row.startTimeUnixNano,
    durationNano: Number(row.durationNano),
    spans: Number(row.spans),
    errors: Number(row.errors),
    services: services.toSorted((a, b) => b.spans - a.spans),
  };
}

/** What is newer than the cursor has been listed. */
function upTo(start: Position | undefined, { from, to }: Window): Window {
  return start ? { from, to: Math.min(to, Math.floor(Number(start.rank) / 1e6) + 1) } : { from, to };
}

function readCursor(cursor: string): Position {
  const match = /^(\d{1,19})-([0-9a-f]{32})$/.exec(cursor);
  if (match?.[1] && match[2]) return { rank: match[1], traceId: match[2] };
  throw new NaruError("INVALID_INPUT", "cursor: is not one of ours");
}
