import type { Calls } from "./calls.ts";
import type { Scene } from "./scene.ts";

/** What callers send to an address. */
export interface Traffic {
  readonly calls: number;
  /** When the last call came through, whatever came back; undefined: none did. */
  readonly answeredAt: number | undefined;
  /** Calls since then that nobody took, and when the first of them was made. */
  readonly lost: number;
  readonly lostAt: number | undefined;
}

const none: Traffic = { calls: 0, answeredAt: undefined, lost: 0, lostAt: undefined };
const known = new WeakMap<Calls, ReadonlyMap<string, Traffic>>();

/** What is sent to a Service of Kubernetes, by the names that it has in DNS and by its address. */
export function trafficTo(
  scene: Pick<Scene, "calls" | "hosts">,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Traffic {
  const traffic = known.get(scene.calls) ?? trafficOf(scene);
  known.set(scene.calls, traffic);
  const qualified = `${name}.${namespace}`;
  return [name, qualified, `${qualified}.svc`, `${qualified}.svc.cluster.local`]
    .map((each) => traffic.get(each) ?? none)
    .reduce(together);
}

function trafficOf({ calls, hosts }: Pick<Scene, "calls" | "hosts">): Map<string, Traffic> {
  const byPeer = new Map<number, Traffic>();
  for (let row = 0; row < calls.count; row++) {
    const peer = calls.peer[row] ?? 0;
    if (peer === 0) continue;
    const isAnswered = calls.isFailed[row] !== 1 || (calls.children[row]?.length ?? 0) > 0;
    byPeer.set(peer, withCall(byPeer.get(peer) ?? none, calls.start[row] ?? 0, isAnswered));
  }
  const found = new Map<string, Traffic>();
  for (const [peer, traffic] of byPeer) {
    const host = calls.names.text(peer).replace(/:\d+$/, "");
    const name = hosts.get(host) ?? host;
    found.set(name, together(found.get(name) ?? none, traffic));
  }
  return found;
}

/** Rows come in the order of their start. */
const withCall = ({ calls, answeredAt, lost, lostAt }: Traffic, at: number, isAnswered: boolean): Traffic =>
  isAnswered
    ? { calls: calls + 1, answeredAt: at, lost: 0, lostAt: undefined }
    : { calls: calls + 1, answeredAt, lost: lost + 1, lostAt: lostAt ?? at };

/** The same one under two of its names: what was lost before the last answer is over. */
function together(one: Traffic, other: Traffic): Traffic {
  const answers = [one, other].flatMap(({ answeredAt }) => answeredAt ?? []);
  const answeredAt = answers.length === 0 ? undefined : Math.max(...answers);
  const lost = [one, other].filter(
    ({ lostAt }) => lostAt !== undefined && lostAt > (answeredAt ?? Number.NEGATIVE_INFINITY),
  );
  const starts = lost.flatMap(({ lostAt }) => lostAt ?? []);
  return {
    calls: one.calls + other.calls,
    answeredAt,
    lost: lost.reduce((sum, each) => sum + each.lost, 0),
    lostAt: starts.length === 0 ? undefined : Math.min(...starts),
  };
}

const serving = new WeakMap<Calls, ReadonlySet<string>>();

/** Whether work comes into a service, as its own telemetry tells. */
export function isServing({ calls }: Pick<Scene, "calls">, service: string): boolean {
  const services = serving.get(calls) ?? servingIn(calls);
  serving.set(calls, services);
  return services.has(service);
}

function servingIn(calls: Calls): Set<string> {
  const services = new Set<string>();
  for (let row = 0; row < calls.count; row++) if (calls.isEntry(row)) services.add(calls.serviceOf(row));
  return services;
}
