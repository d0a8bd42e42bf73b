import { type AnsweredRow, callName } from "../store.ts";

/** Calls to others by which a caller is judged. */
const leastCalls = 4;
/** A caller that waits too long for so many of them, whatever it calls, stands still itself. */
const mostLate = 0.3;

/** Each request once: what its caller waited counts, or the pod's own word where its caller stands still itself. */
export function fairly(rows: readonly AnsweredRow[]): AnsweredRow[] {
  const late = lateCalls(rows);
  return rows.filter((row) => row.view === (late.has(callName(row)) ? "own" : "waited"));
}

/** Callers, each with a pod that it calls, that are late with everything else that they call too. Who calls nothing else can't be told from what it
 *  calls, and is believed. */
export function lateCalls(rows: readonly AnsweredRow[]): Set<string> {
  const calls = rows.filter(({ view, caller }) => view === "waited" && caller !== "");
  const byCaller = tallied(calls, ({ caller }) => caller);
  const byPair = tallied(calls, callName);
  const isLateItself = (row: AnsweredRow) => {
    const [all, own] = [byCaller.get(row.caller), byPair.get(callName(row))];
    if (!all || !own) return false;
    const others = all.requests - own.requests;
    return others >= leastCalls && all.late - own.late >= mostLate * others;
  };
  return new Set(calls.filter(isLateItself).map(callName));
}

interface Tally {
  readonly requests: number;
  readonly late: number;
}

function tallied(rows: readonly AnsweredRow[], keyOf: (row: AnsweredRow) => string): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    const { requests, late } = tallies.get(keyOf(row)) ?? { requests: 0, late: 0 };
    tallies.set(keyOf(row), { requests: requests + row.requests, late: late + row.late });
  }
  return tallies;
}
