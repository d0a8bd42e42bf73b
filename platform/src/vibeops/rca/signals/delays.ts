import { exclusiveTimes } from "./exclusive.ts";
import { type Groups, groupsOf, rowsByGroup } from "./groups.ts";
import type { Calls } from "../scene/calls.ts";
import type { Life } from "./lives.ts";

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

/** The time of all spans by the place where it was spent: a place of a service, and of a service with several pods since `from`
 *  the place of each pod too. */
export function delaysOf(
  calls: Calls,
  lives: ReadonlyMap<string, readonly Life[]>,
  from: number,
): { readonly services: Delay[]; readonly pods: Delay[] } {
  const exclusive = exclusiveTimes(calls);
  const hasMany = (service: string) =>
    (lives.get(service) ?? []).filter(({ last }) => last >= from).length > 1;
  const isOneOfMany = ({ service, callee }: DelayKey) => hasMany(service) || hasMany(callee);
  const places = placesOf(calls);
  const { kind, service, pod, name, callee, calleePod, peer } = places;
  const ofServices = groupsOf([kind, service, name, callee, peer]);
  const ofPods = groupsOf([kind, service, pod, name, callee, calleePod, peer]);
  return {
    services: gathered(calls, exclusive, ofServices, (row) => ({
      ...keyOf(calls, places, row),
      pod: "",
      calleePod: "",
    })),
    pods: gathered(calls, exclusive, ofPods, (row) => keyOf(calls, places, row), isOneOfMany),
  };
}

/** Calls of one trace are no independent witnesses: what hit one hit them all. They count as one, by their mean. */
function gathered(
  calls: Calls,
  exclusive: Float64Array,
  groups: Groups,
  keyAt: (row: number) => DelayKey,
  isAsked: (key: DelayKey) => boolean = () => true,
): Delay[] {
  const traces = calls.trace.reduce((most, trace) => Math.max(most, trace), 0) + 1;
  /** Of each trace the group that it was last seen in, and where in there: one more than they are. */
  const seenIn = new Uint32Array(traces);
  const placeIn = new Uint32Array(traces);
  const found: Delay[] = [];
  for (const [group, rows] of rowsByGroup(groups).entries()) {
    const key = keyAt(groups.firsts[group] ?? 0);
    if (!isAsked(key)) continue;
    const delay: Delay = { key, times: [], values: [], weights: [], rows: [] };
    found.push(delay);
    for (const row of rows) {
      const trace = calls.trace[row] ?? 0;
      const value = exclusive[row] ?? 0;
      if (seenIn[trace] !== group + 1) {
        seenIn[trace] = group + 1;
        placeIn[trace] = delay.times.length;
        delay.times.push(calls.start[row] ?? 0);
        delay.values.push(value);
        delay.weights.push(1);
        delay.rows.push(row);
        continue;
      }
      const index = placeIn[trace] ?? 0;
      const weight = (delay.weights[index] ?? 0) + 1;
      delay.weights[index] = weight;
      delay.values[index] = (delay.values[index] ?? 0) + (value - (delay.values[index] ?? 0)) / weight;
    }
  }
  return found;
}

const kinds: readonly DelayKey["kind"][] = ["own", "gap", "leaf"];
const gap = 1;
const leaf = 2;

/** The place of each span, as numbers. */
type Places = Readonly<Record<keyof DelayKey, Uint32Array>>;

function placesOf(calls: Calls): Places {
  const { service, pod, name, count } = calls;
  const column = () => new Uint32Array(count);
  const places: Places = {
    service,
    pod,
    name,
    kind: column(),
    callee: column(),
    calleePod: column(),
    peer: column(),
  };
  for (let row = 0; row < count; row++) {
    const children = calls.children[row] ?? [];
    const [only] = children;
    if (only !== undefined && children.length === 1 && pod[only] !== pod[row]) {
      places.kind[row] = gap;
      places.callee[row] = service[only] ?? 0;
      places.calleePod[row] = pod[only] ?? 0;
    } else if (only === undefined && calls.kind[row] === 3) {
      places.kind[row] = leaf;
      places.callee[row] = calls.statement[row] ?? 0;
      places.peer[row] = calls.peer[row] ?? 0;
    }
  }
  return places;
}

function keyOf({ names }: Calls, places: Places, row: number): DelayKey {
  const text = (of: keyof DelayKey) => names.text(places[of][row] ?? 0);
  return {
    kind: kinds[places.kind[row] ?? 0] ?? "own",
    service: text("service"),
    pod: text("pod"),
    name: text("name"),
    callee: text("callee"),
    calleePod: text("calleePod"),
    peer: text("peer"),
  };
}
