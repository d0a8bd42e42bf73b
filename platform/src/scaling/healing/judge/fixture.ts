import { sizeOf } from "#telemetry/query/index.ts";
import type { Answered, PodTraffic } from "./traffic.ts";

/** The bucket of so many milliseconds, as the store counts it. */
const bucketOf = (ms: number) => Math.floor(16 * Math.log2(ms * 1e6 + 1));

/** @param ms  how long each took */
export function answered(ms: readonly number[], failed = 0): Answered {
  const counts = new Map<number, number>();
  for (const each of ms) counts.set(bucketOf(each), (counts.get(bucketOf(each)) ?? 0) + 1);
  const buckets = [...counts.keys()].toSorted((a, b) => a - b);
  const durations = { buckets, counts: buckets.map((bucket) => counts.get(bucket) ?? 0) };
  return { requests: sizeOf(durations), failed, durations };
}

/** So many requests that took about so long: from a tenth less to a tenth more. */
export const about = (ms: number, requests: number, failed = 0): Answered =>
  answered(
    Array.from({ length: requests }, (_, i) => ms * (0.9 + (0.2 * i) / requests)),
    failed,
  );

export const pod = (operations: Readonly<Record<string, Answered>>, unanswered = 0): PodTraffic => ({
  operations: new Map(Object.entries(operations)),
  unanswered,
  isNew: false,
});

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
