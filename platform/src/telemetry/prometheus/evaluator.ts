import type { ClickHouse } from "@naru/clickhouse";
import type { QueryOptions, SeriesSource } from "@naru/promql";
import { KeptNames } from "./series/names.ts";
import { storeSource } from "./series/source.ts";
import type { Reader } from "./store.ts";

const timeoutSeconds = 60;
/** Points that one selector may read, and samples that one query may hold. */
const mostPoints = 10_000_000;
const mostSamples = 50_000_000;

/** What every query is carried out with, whoever asks it. */
export interface Evaluator {
  readonly clickhouse: ClickHouse;
  readonly signal: AbortSignal;
}

export const readerFor = ({ clickhouse, signal }: Evaluator): Reader => ({
  clickhouse,
  signal,
  timeoutSeconds,
});

/** Series for whoever evaluates PromQL inside of Naru, as every other query sees them.
 *  @param namesKeptMs  for who asks again and again: a metric that is new is found this much later at most */
export function promqlSource(clickhouse: ClickHouse, namesKeptMs = 0): SeriesSource {
  const reader = { clickhouse, timeoutSeconds };
  return storeSource({
    reader,
    mostPoints,
    ...(namesKeptMs > 0 && { names: new KeptNames(reader, namesKeptMs) }),
  });
}

/** @param asked a shorter time than the longest, and how long a sample stands for its series; milliseconds */
export function queryOptions(
  evaluator: Evaluator,
  asked: { readonly timeoutMs?: number | undefined; readonly lookbackMs?: number | undefined } = {},
): QueryOptions {
  const { timeoutMs = timeoutSeconds * 1000, lookbackMs } = asked;
  return {
    source: storeSource({ reader: readerFor(evaluator), mostPoints }),
    signal: evaluator.signal,
    timeoutMs: Math.min(timeoutMs, timeoutSeconds * 1000),
    mostSamples,
    ...(lookbackMs !== undefined && { lookbackMs }),
  };
}
