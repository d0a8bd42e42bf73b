import type { CallRow } from "../calls/api.ts";
import type { NodeKind } from "./api.ts";

/** What was called, as its caller tells. */
export type Peer = Readonly<Pick<CallRow, "category" | "system" | "peer" | "target">>;

export interface Place {
  readonly id: string;
  readonly kind: NodeKind;
  readonly system: string;
  readonly name: string;
}

const idOf = (kind: NodeKind, ...parts: readonly string[]) =>
  [kind, ...parts.filter((part) => part !== "")].join(":");

export const placeOfService = (name: string): Place => ({
  id: idOf("service", name),
  kind: "service",
  system: "",
  name,
});

/** A queue is one however many brokers hold it. */
export const placeOfQueue = (system: string, target: string, peer = ""): Place => {
  const name = target || peer || system;
  return { id: idOf("queue", system, name), kind: "queue", system, name };
};

/** What a peer is that no service of ours is. A database server has a place for each of its databases; a cache has one. */
export function placeOf({ category, system, peer, target }: Peer): Place {
  switch (category) {
    case "database":
      return {
        id: idOf("database", system, peer, target),
        kind: "database",
        system,
        name: target || peer || system,
      };
    case "cache":
      return { id: idOf("cache", system, peer), kind: "cache", system, name: peer || system };
    case "messaging":
      return placeOfQueue(system, target, peer);
    case "http":
    case "rpc":
    case "other": {
      const name = peer || target || system || category;
      return { id: idOf("outside", name), kind: "outside", system, name };
    }
  }
}

/** The service that a peer's name means in a cluster: `catalog:8080`, `catalog.shop.svc`, `catalog.shop.svc.cluster.local`.
 *  Source: Kubernetes, "DNS for Services and Pods" */
export function serviceNamed(peer: string, services: ReadonlySet<string>): string | undefined {
  const host = peer.replace(/:\d+$/, "");
  const [, name = ""] = /^([a-z0-9-]+)(?:\.[a-z0-9-]+\.svc(?:\.[a-z0-9.-]+)?)?$/.exec(host) ?? [];
  return services.has(name) ? name : undefined;
}
