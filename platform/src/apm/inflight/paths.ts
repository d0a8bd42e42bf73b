import type { PendingRow } from "./store.ts";

/** A transaction that is under way, with its open spans from itself to the innermost one. */
export interface Underway {
  readonly entry: PendingRow;
  readonly path: readonly PendingRow[];
}

export const isEntry = ({ kind, parentId }: PendingRow) =>
  kind === "SERVER" || kind === "CONSUMER" || parentId === "";

/** Puts open spans together. Where a transaction does several things at once, its path leads to the one that was begun
 *  last: that is where it is now. A call into another service leads on into that service's open spans.
 *  @param open  in any order
 *  @returns by when they began, the oldest first */
export function underway(open: readonly PendingRow[]): Underway[] {
  const children = Map.groupBy(open, ({ traceId, parentId }) => `${traceId}/${parentId}`);
  return open
    .filter(isEntry)
    .toSorted((a, b) => compareNanos(a.startTimeUnixNano, b.startTimeUnixNano))
    .map((entry) => ({ entry, path: pathFrom(entry, children) }));
}

const longestPath = 64;

function pathFrom(entry: PendingRow, children: ReadonlyMap<string, readonly PendingRow[]>): PendingRow[] {
  const path = [entry];
  for (let at = entry; path.length < longestPath;) {
    const latest = (children.get(`${at.traceId}/${at.spanId}`) ?? [])
      .filter((child) => !path.includes(child))
      .toSorted((a, b) => compareNanos(b.startTimeUnixNano, a.startTimeUnixNano))[0];
    if (!latest) break;
    path.push(latest);
    at = latest;
  }
  return path;
}

/** Decimal texts of nanoseconds; a shorter one is earlier. */
const compareNanos = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
