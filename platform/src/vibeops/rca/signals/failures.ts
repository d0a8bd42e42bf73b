import type { Calls } from "../scene/calls.ts";
import { maskedOf } from "../scene/statement.ts";
import { groupsOf, rowsByGroup } from "./groups.ts";

/** How often a place fails by itself: spans that failed though nothing below them did. */
export interface FailureRate {
  readonly service: string;
  readonly pod: string;
  readonly name: string;
  /** The words of the first one. */
  readonly failure: string;
  readonly peer: string;
  readonly statement: string;
  /** Starts of all spans of this place, ascending, and which of them failed this way. */
  readonly times: number[];
  readonly isFailed: boolean[];
  /** Rows of those that failed. */
  readonly rows: number[];
}

export function failuresOf(calls: Calls): FailureRate[] {
  const places = groupsOf([calls.service, calls.name, calls.peer, calls.statement]);
  const failing = new Map<number, Map<string, number[]>>();
  const isAbove = aboveFailures(calls);
  const forms = new Map<number, string>();
  for (let row = 0; row < calls.count; row++) {
    if (!calls.isFailed[row] || isAbove.has(row)) continue;
    const place = places.of[row] ?? 0;
    const of = failing.get(place) ?? new Map<string, number[]>();
    failing.set(place, of);
    const words = calls.failure[row] ?? 0;
    const failure = forms.get(words) ?? formOf(calls.names.text(words));
    forms.set(words, failure);
    const known = of.get(failure);
    if (known) known.push(row);
    else of.set(failure, [row]);
  }
  if (failing.size === 0) return [];
  const rowsOf = rowsByGroup(places);
  return [...failing].flatMap(([place, byFailure]) =>
    [...byFailure.values()].map((rows): FailureRate => {
      const all = Array.from(rowsOf[place] ?? []);
      const [first = 0] = rows;
      const failed = new Set(rows);
      return {
        service: calls.serviceOf(first),
        pod: calls.podOf(first),
        name: calls.nameOf(first),
        failure: calls.names.text(calls.failure[first] ?? 0),
        peer: calls.names.text(calls.peer[first] ?? 0),
        statement: calls.names.text(calls.statement[first] ?? 0),
        times: all.map((row) => calls.start[row] ?? 0),
        isFailed: all.map((row) => failed.has(row)),
        rows,
      };
    }),
  );
}

const errorCode = /\b(?:E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b/;

const status = /^\d{3}\b/;

/** What failures that differ in words only have in common: the error code of the system, which stands for reads, writes and
 *  connects alike, the status, else the words without what varies. */
const formOf = (failure: string): string =>
  errorCode.exec(failure)?.[0] ?? status.exec(failure)?.[0] ?? maskedOf(failure);

/** Rows with a failure somewhere below. */
function aboveFailures(calls: Calls): Set<number> {
  const above = new Set<number>();
  for (let row = 0; row < calls.count; row++) {
    if (!calls.isFailed[row]) continue;
    for (
      let parent = calls.parent[row] ?? -1;
      parent >= 0 && !above.has(parent);
      parent = calls.parent[parent] ?? -1
    )
      above.add(parent);
  }
  return above;
}
