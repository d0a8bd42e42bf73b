import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { getSpan, getTrace, listTraceStatements, traceHistogram } from "../api.ts";
import { originsOf } from "../origins/store.ts";
import type { Read } from "../reader.ts";
import { windowOf } from "../window.ts";
import { type CodePlace, codeLink } from "./code-link.ts";
import { type FullSpan, fullSpanRow, spanRow } from "./span.ts";
import { durationHistogram, fullSpan, matching, spansOf, statementsOf } from "./store.ts";

const mostSpans = 100_000;

/** @throws NaruError NOT_FOUND */
export async function trace(read: Read, { traceId }: z.output<typeof getTrace.input>) {
  const records = await spansOf(read, traceId, mostSpans + 1);
  const spans = records.slice(0, mostSpans).map(spanRow);
  const [first] = spans;
  if (!first) throw notFound(`No span of trace ${traceId} is stored.`);
  const start = BigInt(first.startTimeUnixNano);
  const ends = spans.map((span) => Number(BigInt(span.startTimeUnixNano) - start) + span.durationNano);
  return {
    traceId,
    startTimeUnixNano: first.startTimeUnixNano,
    durationNano: ends.reduce((latest, end) => Math.max(latest, end), 0),
    spans,
    truncated: records.length > mostSpans,
  };
}

/** @throws NaruError NOT_FOUND */
export async function span(
  read: Read,
  { traceId, spanId }: z.output<typeof getSpan.input>,
  code?: CodePlace,
): Promise<z.output<typeof getSpan.output>> {
  const [record] = await fullSpan(read, traceId, spanId);
  if (!record) throw notFound(`Span ${spanId} of trace ${traceId} is not stored.`);
  const found: FullSpan = fullSpanRow(record, await originsOf(read, [record]));
  return { ...found, codeLink: codeLink(code, found) ?? null };
}

const mostStatements = 5000;

export async function traceStatements(read: Read, { traceId }: z.output<typeof listTraceStatements.input>) {
  const records = await statementsOf(read, traceId, mostStatements);
  return {
    statements: records.map(({ status, durationNano, repeats, ...record }) => ({
      ...record,
      durationNano: Number(durationNano),
      error: status === 2,
      repeats: Number(repeats),
    })),
  };
}

/** How long matching spans took; buckets without any are filled in between. */
export async function durations(read: Read, input: z.output<typeof traceHistogram.input>, now: number) {
  const window = windowOf(input, now);
  const rows = await durationHistogram(read, window, matching(input, window));
  const first = rows[0]?.bucket ?? 0;
  const last = rows.at(-1)?.bucket ?? -1;
  const countOf = new Map(rows.map((row) => [row.bucket, row]));
  const buckets = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return {
    buckets: buckets.map((bucket) => ({
      fromNano: edge(bucket),
      toNano: edge(bucket + 1),
      ok: Number(countOf.get(bucket)?.ok ?? 0),
      error: Number(countOf.get(bucket)?.error ?? 0),
    })),
  };
}

/** Where a bucket of the histogram begins, in nanoseconds. */
const edge = (bucket: number) => 2 ** (bucket / 4) - 1;

const notFound = (message: string) =>
  new NaruError("NOT_FOUND", message, {
    help: "It may be older than the retention, or not have arrived yet.",
  });
