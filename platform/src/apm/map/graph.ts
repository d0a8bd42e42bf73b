import type { MapEdge, MapNode } from "./api.ts";
import { type Edge, edgesOf, figuresOf, type Seen, type ServiceFigures } from "./edges.ts";
import { filterOf } from "./filter.ts";
import { type Place, placeOfService } from "./peers.ts";

/** A Poisson count of five is zero in 0.7 % of all windows: fewer calls than that may be missing by chance. */
const leastToMiss = 5;

/** Rows in, nodes and edges out: what stands in both windows, what is new, what has vanished. */
export function graphOf(now: Seen, before: Seen) {
  const edges = edgesOf(now, before);
  const earlier = edgesOf(before, now);
  const compared = earlier.size > 0 || before.services.length > 0;
  const both = new Map([...earlier, ...edges]);
  const drawn = [...both].flatMap(([id, { from, to, category, exact, peers, seen }]): MapEdge[] => {
    const [then, today] = [earlier.get(id), edges.get(id)];
    if (today === undefined && seen < leastToMiss) return [];
    const isNew = compared && then === undefined && seen >= leastToMiss;
    return [
      {
        from: from.id,
        to: to.id,
        category,
        state: today === undefined ? "vanished" : isNew ? "new" : "same",
        exact,
        ...figuresOf(today?.parts ?? [], now.seconds),
        before: then === undefined ? null : figuresOf(then.parts, before.seconds),
        peers: [...peers].toSorted(),
        filter: filterOf(category, from, to, [...peers].toSorted()),
      },
    ];
  });
  const called = Map.groupBy(edges.values(), ({ to }) => to.id);
  const told = { now: byName(now), before: byName(before), seconds: now.seconds, compared };
  const ends = drawn.flatMap(({ from, to, state }) => [from, to].map((id) => ({ id, state })));
  const touching = Map.groupBy(ends, ({ id }) => id);
  const nodes = placesOf(drawn, both, now).map((place) => {
    const states = (touching.get(place.id) ?? []).map(({ state }) => state);
    return place.kind === "service"
      ? serviceNode(place, states, told)
      : otherNode(place, states, called.get(place.id) ?? [], now.seconds);
  });
  return { nodes, edges: drawn, compared };
}

const byName = ({ services }: Seen): ReadonlyMap<string, ServiceFigures> =>
  new Map(services.map((each) => [each.service, each]));

/** The ends of the edges that are drawn, and services that call nobody. */
function placesOf(drawn: readonly MapEdge[], edges: ReadonlyMap<string, Edge>, now: Seen): Place[] {
  const ends = drawn.flatMap(({ from, to }) => {
    const edge = edges.get(`${from} ${to}`);
    return edge === undefined ? [] : [edge.from, edge.to];
  });
  const all = [...now.services.map(({ service }) => placeOfService(service)), ...ends];
  return [...new Map(all.map((place) => [place.id, place])).values()];
}

interface Told {
  readonly now: ReadonlyMap<string, ServiceFigures>;
  readonly before: ReadonlyMap<string, ServiceFigures>;
  readonly seconds: number;
  readonly compared: boolean;
}

/** A service has the figures of its own entry spans. */
function serviceNode(place: Place, states: readonly MapNode["state"][], told: Told): MapNode {
  const [own, then] = [told.now.get(place.name), told.before.get(place.name)];
  const isNew = told.compared && then === undefined && (own?.requests ?? 0) >= leastToMiss;
  const requests = own?.requests ?? 0;
  return {
    ...place,
    namespace: own?.namespace || then?.namespace || "",
    state: isNew ? "new" : own === undefined ? common(states) : "same",
    requests,
    rate: told.seconds > 0 ? requests / told.seconds : 0,
    errorRatio: requests > 0 ? (own?.errors ?? 0) / requests : 0,
    p95Nano: own?.p95Nano ?? null,
  };
}

/** What is no service of ours has the figures of the calls to it. */
function otherNode(
  place: Place,
  states: readonly MapNode["state"][],
  calls: readonly Edge[],
  seconds: number,
): MapNode {
  const parts = calls.flatMap(({ parts }) => parts);
  return { ...place, namespace: "", state: common(states), ...figuresOf(parts, seconds) };
}

/** What is true of all edges of a node is true of it. */
function common(states: readonly MapNode["state"][]): MapNode["state"] {
  const [first = "same"] = states;
  return states.every((state) => state === first) ? first : "same";
}
