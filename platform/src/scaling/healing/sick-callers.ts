import type { Read, Window } from "#telemetry/query/index.ts";
import type { PodCase } from "./pod-case.ts";
import { badTogether } from "./store.ts";

/** Of a caller's bad requests, so many go badly in the callee as well. */
const callerPart = 0.5;

/** Sick pods whose bad requests mostly went badly in another sick pod that they called. */
export async function callersAmong(
  read: Read,
  window: Window,
  sick: readonly PodCase[],
): Promise<Set<string>> {
  if (new Set(sick.map(({ ward }) => ward.id)).size < 2) return new Set();
  const rows = await badTogether(
    read,
    window,
    sick.map(({ pod }) => pod.name),
  );
  const all = new Map(
    rows.filter(({ caller, callee }) => caller === callee).map((row) => [row.caller, row.traces]),
  );
  const callers = new Set(
    rows
      .filter(
        ({ caller, callee, traces }) => caller !== callee && traces >= callerPart * (all.get(caller) ?? 0),
      )
      .map(({ caller }) => caller),
  );
  return new Set(sick.flatMap(({ pod }) => (callers.has(pod.name) ? [pod.uid] : [])));
}
