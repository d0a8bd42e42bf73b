import { type Distribution, quantileNano, together } from "#telemetry/query/index.ts";
import type { MapEdge } from "./api.ts";
import { type Peer, type Place, placeOf, placeOfQueue, placeOfService, serviceNamed } from "./peers.ts";

export interface Counted {
  readonly requests: number;
  readonly errors: number;
  readonly durations: Distribution;
}

/** A service's own word: exact. */
export interface Called extends Peer, Counted {
  readonly service: string;
}
/** Who answered whom: sampled. Without a client span the caller tells no `peer`, and the figures are the callee's. */
export interface Answered extends Counted {
  readonly caller: string;
  readonly byClient: boolean;
  readonly peer: string;
  readonly callee: string;
}
/** Who took what from a queue: sampled. */
export interface Consumed extends Counted {
  readonly service: string;
  readonly system: string;
  readonly target: string;
}
export interface ServiceFigures {
  readonly service: string;
  readonly namespace: string;
  readonly requests: number;
  readonly errors: number;
  readonly p95Nano: number | null;
}

/** What is known of one window. */
export interface Seen {
  readonly seconds: number;
  /** One span of so many was looked at. */
  readonly sampling: number;
  readonly services: readonly ServiceFigures[];
  readonly called: readonly Called[];
  readonly answered: readonly Answered[];
  readonly consumed: readonly Consumed[];
}

export interface Edge {
  readonly from: Place;
  readonly to: Place;
  readonly category: MapEdge["category"];
  readonly exact: boolean;
  readonly parts: Counted[];
  readonly peers: Set<string>;
  /** Calls that were seen themselves. */
  seen: number;
}

/** @param other  another window, asked who answers a peer that was not seen to be answered in this one
 *  @returns edges by their ends */
export function edgesOf(seen: Seen, other: Seen): Map<string, Edge> {
  const edges = new Map<string, Edge>();
  const add = (from: Place, to: Place, part: Counted, told: Pick<Edge, "category" | "exact">, peer = "") => {
    if (from.id === to.id) return;
    const id = `${from.id} ${to.id}`;
    const edge = edges.get(id) ?? { from, to, ...told, parts: [], peers: new Set<string>(), seen: 0 };
    edge.parts.push(told.exact ? part : scaled(part, seen.sampling));
    edge.seen += part.requests;
    if (peer !== "") edge.peers.add(peer);
    edges.set(id, edge);
  };
  const answers = answersOf(seen, other);
  for (const call of seen.called) {
    const told = { category: call.category, exact: true };
    const from = placeOfService(call.service);
    const shares = mayReachService(call) ? answers(call) : [];
    if (shares.length === 0) add(from, placeOf(call), call, told, call.peer);
    for (const { callee, part } of shares) add(from, placeOfService(callee), part, told, call.peer);
  }
  for (const { caller, callee, byClient, ...part } of seen.answered) {
    if (byClient) continue;
    add(placeOfService(caller), placeOfService(callee), part, { category: "spans", exact: false });
  }
  for (const { service, system, target, ...part } of seen.consumed) {
    const told = { category: "messaging", exact: false } as const;
    add(placeOfQueue(system, target), placeOfService(service), part, told);
  }
  return edges;
}

export const mayReachService = ({ category }: { readonly category: string }): boolean =>
  category === "http" || category === "rpc" || category === "other";

const addressed = ({ byClient, peer }: Answered) => byClient && peer !== "";

/** Which services answer a call, each with its part of it. An address that several answer (a gateway) is divided as the
 *  sample is; one that this caller was not seen to reach is known from other callers, or by its name. */
function answersOf({ answered, services }: Seen, other: Seen) {
  const known = answered.filter(addressed);
  const byCaller = Map.groupBy(known, ({ caller, peer }) => `${caller} ${peer}`);
  const byPeer = Map.groupBy([...known, ...other.answered.filter(addressed)], ({ peer }) => peer);
  const names = new Set(services.map(({ service }) => service));
  return (call: Called): { callee: string; part: Counted }[] => {
    const rows = byCaller.get(`${call.service} ${call.peer}`) ?? byPeer.get(call.peer) ?? [];
    const byCallee = [...Map.groupBy(rows, ({ callee }) => callee)];
    const callee = byCallee[0]?.[0] ?? serviceNamed(call.peer, names);
    if (byCallee.length < 2) return callee === undefined ? [] : [{ callee, part: call }];
    const sample = totalOf(rows);
    return byCallee.map(([callee, own]) => ({ callee, part: partOf(call, totalOf(own), sample) }));
  };
}

/** The part of an exact count that a part of its sample stands for. */
function partOf(whole: Counted, own: Counted, sample: Counted): Counted {
  const share = own.requests / sample.requests;
  return {
    requests: whole.requests * share,
    errors: whole.errors * (sample.errors > 0 ? own.errors / sample.errors : share),
    durations: scaled(own, whole.requests / sample.requests).durations,
  };
}

function totalOf(parts: readonly Counted[]): Counted {
  return {
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    errors: parts.reduce((sum, { errors }) => sum + errors, 0),
    durations: together(parts.map(({ durations }) => durations)),
  };
}

const scaled = ({ requests, errors, durations }: Counted, by: number): Counted => ({
  requests: requests * by,
  errors: errors * by,
  durations: { buckets: durations.buckets, counts: durations.counts.map((count) => count * by) },
});

export function figuresOf(parts: readonly Counted[], seconds: number) {
  const { requests, errors, durations } = totalOf(parts);
  return {
    requests,
    rate: seconds > 0 ? requests / seconds : 0,
    errorRatio: requests > 0 ? Math.min(1, errors / requests) : 0,
    p95Nano: quantileNano(durations, 0.95),
  };
}
