import { exclusiveTimes } from "./exclusive.ts";
import type { Calls } from "../scene/calls.ts";

/** A stretch of time that nothing inside of it explains. `own`: a span less what it waited for; `gap`: a call less what the
 *  callee spent on it (the way there and back, and waiting at both ends); `leaf`: a call of something that tells nothing of
 *  itself (a database, an outside party). */
export interface DelayKey {
  readonly kind: "own" | "gap" | "leaf";
  readonly service: string;
  /** Empty: any of its pods. */
  readonly pod: string;
  /** Name of the span. */
  readonly name: string;
  /** `gap`: the called service; `leaf`: the statement, where there is one. */
  readonly callee: string;
  readonly calleePod: string;
  /** `leaf`: address of whom it calls. */
  readonly peer: string;
}

export interface Delay {
  readonly key: DelayKey;
  /** When each trace first came here, ascending. */
  readonly times: number[];
  /** Milliseconds a call, in each trace. */
  readonly values: number[];
  /** Calls in each trace. */
  readonly weights: number[];
  /** The first call of each. */
  readonly rows: number[];
}

/** The time of all spans by the place where it was spent: a place of a service, and of a service with several pods the place
 *  of each pod too. */
export function delaysOf(calls: Calls, from: number): { readonly services: Delay[]; readonly pods: Delay[] } {
  const exclusive = exclusiveTimes(calls);
  const podsOf = siblings(calls, from);
  const isOneOfMany = ({ service, callee }: DelayKey) =>
    (podsOf.get(service)?.size ?? 0) > 1 || (podsOf.get(callee)?.size ?? 0) > 1;
  const places = Array.from({ length: calls.count }, (_, row) => placeOf(calls, row));
  return {
    services: gathered(calls, exclusive, (row) => ({ ...(places[row] as DelayKey), pod: "", calleePod: "" })),
    pods: gathered(calls, exclusive, (row) => places[row] as DelayKey).filter(({ key }) => isOneOfMany(key)),
  };
}

/** The pods of each service that did anything since a moment. */
export function siblings(calls: Calls, since: number): ReadonlyMap<string, ReadonlySet<string>> {
  const pods = new Map<string, Set<string>>();
  for (let row = 0; row < calls.count; row++) {
    if ((calls.start[row] ?? 0) < since) continue;
    const service = calls.serviceOf(row);
    const known = pods.get(service);
    if (known) known.add(calls.podOf(row));
    else pods.set(service, new Set([calls.podOf(row)]));
  }
  return pods;
}

/** From when to when each pod of each service did anything. */
export function livesOf(calls: Calls): ReadonlyMap<string, readonly Life[]> {
  const lives = new Map<string, { service: string; pod: string; first: number; last: number }>();
  for (let row = 0; row < calls.count; row++) {
    const pod = calls.podOf(row);
    const at = calls.start[row] ?? 0;
    const known = lives.get(pod);
    if (known) known.last = at;
    else lives.set(pod, { service: calls.serviceOf(row), pod, first: at, last: at });
  }
  return Map.groupBy(lives.values(), ({ service }) => service);
}

export interface Life {
  readonly pod: string;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
}

type Gathered = Delay & { readonly traces: Map<number, number> };

/** Calls of one trace are no independent witnesses: what hit one hit them all. They count as one, by their mean. */
function gathered(calls: Calls, exclusive: Float64Array, placeAt: (row: number) => DelayKey): Delay[] {
  const found = new Map<string, Gathered>();
  for (let row = 0; row < calls.count; row++) {
    const key = placeAt(row);
    const id = [key.kind, key.service, key.pod, key.name, key.callee, key.calleePod, key.peer].join("\n");
    const delay: Gathered = found.get(id) ?? {
      key,
      times: [],
      values: [],
      weights: [],
      rows: [],
      traces: new Map(),
    };
    found.set(id, delay);
    const trace = calls.trace[row] ?? 0;
    const value = exclusive[row] ?? 0;
    const index = delay.traces.get(trace);
    if (index === undefined) {
      delay.traces.set(trace, delay.times.length);
      delay.times.push(calls.start[row] ?? 0);
      delay.values.push(value);
      delay.weights.push(1);
      delay.rows.push(row);
    } else {
      const weight = (delay.weights[index] ?? 0) + 1;
      delay.weights[index] = weight;
      delay.values[index] = (delay.values[index] ?? 0) + (value - (delay.values[index] ?? 0)) / weight;
    }
  }
  return [...found.values()];
}

function placeOf(calls: Calls, row: number): DelayKey {
  const children = calls.children[row] ?? [];
  const base = {
    service: calls.serviceOf(row),
    pod: calls.podOf(row),
    name: calls.nameOf(row),
    callee: "",
    calleePod: "",
    peer: "",
  };
  const [only] = children;
  if (only !== undefined && children.length === 1 && calls.pod[only] !== calls.pod[row])
    return { ...base, kind: "gap", callee: calls.serviceOf(only), calleePod: calls.podOf(only) };
  if (children.length === 0 && calls.kind[row] === 3)
    return {
      ...base,
      kind: "leaf",
      callee: calls.names.text(calls.statement[row] ?? 0),
      peer: calls.names.text(calls.peer[row] ?? 0),
    };
  return { ...base, kind: "own" };
}
