import type { Calls } from "./calls.ts";
import { peerName } from "./peers.ts";
import type { Scene } from "./scene.ts";

/** What is sent to somebody, by the names that callers have for it. */
export interface Traffic {
  readonly calls: number;
  /** When the last call came through, whatever came back; undefined: none did. */
  readonly answeredAt: number | undefined;
  /** Calls since then that nobody took, and the first of them. */
  readonly lost: number;
  readonly lostAt: number | undefined;
}

const none: Traffic = { calls: 0, answeredAt: undefined, lost: 0, lostAt: undefined };
const known = new WeakMap<Calls, ReadonlyMap<string, Traffic>>();

/** What is sent to a service of Kubernetes.
 *  @param name  as its telemetry has it, where it tells of itself */
export function trafficTo(scene: Scene, name: string, service: { namespace: string; name: string }): Traffic {
  const traffic = known.get(scene.calls) ?? trafficOf(scene);
  known.set(scene.calls, traffic);
  const qualified = `${service.name}.${service.namespace}`;
  const names = [name, service.name, qualified, `${qualified}.svc`, `${qualified}.svc.cluster.local`];
  return [...new Set(names)].map((each) => traffic.get(each) ?? none).reduce(together);
}

function trafficOf(scene: Scene): Map<string, Traffic> {
  const { calls } = scene;
  const found = new Map<string, Traffic>();
  for (let row = 0; row < calls.count; row++) {
    const [start, peer] = [calls.start[row] ?? 0, calls.names.text(calls.peer[row] ?? 0)];
    if (calls.isEntry(row)) found.set(calls.serviceOf(row), answered(found.get(calls.serviceOf(row)), start));
    if (peer === "") continue;
    const name = peerName(scene, peer);
    const isAnswered = calls.isFailed[row] !== 1 || (calls.children[row]?.length ?? 0) > 0;
    const before = found.get(name);
    found.set(name, isAnswered ? answered(before, start) : unanswered(before, start));
  }
  return found;
}

/** Rows come in the order of their start. */
const answered = ({ calls }: Traffic = none, at: number): Traffic => ({
  ...none,
  calls: calls + 1,
  answeredAt: at,
});

const unanswered = (
  { calls, answeredAt, lost, lostAt = undefined }: Traffic = none,
  at: number,
): Traffic => ({
  calls: calls + 1,
  answeredAt,
  lost: lost + 1,
  lostAt: lostAt ?? at,
});

/** The same one under two of its names. */
function together(one: Traffic, other: Traffic): Traffic {
  const answeredAt = latest(one.answeredAt, other.answeredAt);
  const since = [one, other].filter(({ lostAt = 0 }) => lostAt > (answeredAt ?? 0));
  return {
    calls: one.calls + other.calls,
    answeredAt,
    lost: since.reduce((sum, { lost }) => sum + lost, 0),
    lostAt: since.map(({ lostAt }) => lostAt).reduce(earliest, undefined),
  };
}

const latest = (a: number | undefined, b: number | undefined) => (a === undefined ? b : Math.max(a, b ?? a));
const earliest = (a: number | undefined, b: number | undefined) =>
  a === undefined ? b : Math.min(a, b ?? a);
