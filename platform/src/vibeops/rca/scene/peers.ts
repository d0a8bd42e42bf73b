import type { Calls } from "./calls.ts";
import type { Scene } from "./scene.ts";

const known = new WeakMap<Calls, ReadonlyMap<string, string>>();

/** The service that answers at an address: as calls to it show, else as Kubernetes names it, else the host without its port.
 *  Empty: of nothing. */
export function peerName({ calls, hosts }: Pick<Scene, "calls" | "hosts">, peer: string): string {
  const host = peer.replace(/:\d+$/, "");
  const services = known.get(calls) ?? servicesByPeer(calls);
  known.set(calls, services);
  return services.get(peer) ?? hosts.get(host) ?? host;
}

/** Whether something answers there that tells of itself. */
export function isObserved({ calls }: Pick<Scene, "calls">, peer: string): boolean {
  const services = known.get(calls) ?? servicesByPeer(calls);
  known.set(calls, services);
  return services.has(peer);
}

function servicesByPeer(calls: Calls): Map<string, string> {
  const found = new Map<string, string>();
  for (let row = 0; row < calls.count; row++) {
    const parent = calls.parent[row] ?? -1;
    if (parent < 0 || !calls.isEntry(row)) continue;
    const peer = calls.names.text(calls.peer[parent] ?? 0);
    if (peer !== "") found.set(peer, calls.serviceOf(row));
  }
  return found;
}
