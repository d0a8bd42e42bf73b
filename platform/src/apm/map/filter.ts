import { type Filter, printFilter } from "#telemetry/query/index.ts";
import type { MapEdge } from "./api.ts";
import type { Place } from "./peers.ts";

/** Addresses that a filter names; with more it would become longer than anybody reads. */
const mostPeers = 5;
const peerKeys = ["server.address", "net.peer.name", "peer.service"];

const is = (key: string, value: string): Filter => ({ type: "compare", key, operator: "=", value });

/** A filter that finds an edge's spans: the caller's where it has some, else those of who was called. */
export function filterOf(
  category: MapEdge["category"],
  from: Place,
  to: Place,
  peers: readonly string[],
): string {
  return printFilter({ type: "and", terms: termsOf(category, from, to, peers) });
}

function termsOf(
  category: MapEdge["category"],
  from: Place,
  to: Place,
  peers: readonly string[],
): readonly Filter[] {
  if (category === "spans") return [is("service", to.name)];
  if (from.kind === "queue") {
    return [is("service", to.name), is("kind", "consumer"), is("messaging.destination.name", from.name)];
  }
  const caller = is("service", from.name);
  if (to.kind === "queue") return [caller, is("kind", "producer"), is("messaging.destination.name", to.name)];
  const hosts = [...new Set(peers.map((peer) => peer.replace(/:\d+$/, "")))].slice(0, mostPeers);
  const called = hosts.flatMap((host) => peerKeys.map((key) => is(key, host)));
  const terms = [caller, is("kind", "client")];
  return called.length === 0 ? terms : [...terms, { type: "or", terms: called }];
}
