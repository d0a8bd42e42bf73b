import type { CauseKind, Inside } from "../diagnosis/api.ts";
import type { DelayKey } from "../signals/delays.ts";
import type { Change } from "../signals/level.ts";
import type { DelayLevel } from "../signals/signals.ts";
import { insideOf } from "./hypothesis.ts";

/** A place that became slower, or clearly did not. */
export interface Shift extends DelayLevel {
  readonly key: DelayKey;
  readonly change: Change;
  /** Log-likelihood ratio; negative: it did not. */
  readonly evidence: number;
}

/** What a kind of cause would make slower, and what it would not touch. */
export interface Theory {
  readonly id: string;
  readonly kind: CauseKind;
  readonly service: string;
  readonly subject: string;
  readonly inside: readonly Inside[];
  readonly touches: readonly string[];
  readonly code: string;
  readonly isOfPod: boolean;
  concerns(key: DelayKey): boolean;
}

/** Theories of services that what became slower suggests. */
export function theoriesOf(shifts: readonly Shift[], calledBy: (peer: string) => string): Theory[] {
  const theories = new Map<string, Theory>();
  const add = (theory: Theory) => theories.set(theory.id, theory);
  const databases = new Set(shifts.flatMap(({ key }) => (key.callee === "" ? [] : key.peer)));
  for (const { key, evidence } of shifts) {
    if (evidence <= 0) continue;
    if (key.kind === "gap") {
      add(network(key.callee));
      add(whole(key.callee));
    } else if (key.kind === "leaf") for (const theory of leaves(key, calledBy, databases)) add(theory);
    else add(ownTime(key));
    add(whole(key.service));
  }
  return [...theories.values()];
}

/** Theories of single pods among several.
 *  @param pods  those of each service that can be compared */
export function podTheoriesOf(
  shifts: readonly Shift[],
  pods: ReadonlyMap<string, ReadonlySet<string>>,
): Theory[] {
  const theories = new Map<string, Theory>();
  const add = (service: string, pod: string) => {
    const comparable = pods.get(service);
    if (comparable?.has(pod) && comparable.size > 1) theories.set(pod, onePod(service, pod));
  };
  for (const { key, evidence } of shifts) {
    if (evidence <= 0) continue;
    add(key.service, key.pod);
    if (key.kind === "gap") add(key.callee, key.calleePod);
  }
  return [...theories.values()];
}

const network = (service: string): Theory => ({
  id: `network\n${service}`,
  kind: "network",
  service,
  subject: "",
  inside: [insideOf("resource", "network")],
  touches: [],
  code: "gaps-into",
  isOfPod: false,
  concerns: (key) => key.kind === "gap" && key.callee === service,
});

const whole = (service: string): Theory => ({
  id: `whole\n${service}`,
  kind: "cpu-contention",
  service,
  subject: "",
  inside: [insideOf("resource", "cpu")],
  touches: [],
  code: "all-slower",
  isOfPod: false,
  concerns: (key) => key.service === service || key.callee === service,
});

const onePod = (service: string, pod: string): Theory => ({
  id: `pod\n${pod}`,
  kind: "bad-pod",
  service,
  subject: pod,
  inside: [insideOf("pod", pod)],
  touches: [pod],
  code: "pod-slower",
  isOfPod: true,
  concerns: (key) => key.pod === pod || key.calleePod === pod,
});

const ownTime = ({ service, name }: DelayKey): Theory => ({
  id: `own\n${service}\n${name}`,
  kind: "code-fault",
  service,
  subject: name,
  inside: [insideOf("operation", name)],
  touches: [],
  code: "own-slower",
  isOfPod: false,
  concerns: (key) => key.kind !== "gap" && key.service === service && key.name === name,
});

const waitsForConnection = /pool|\bconnect\b|acquire|borrow/i;

/** What a slow call of something that tells nothing of itself may mean: no connection was free, this statement is slow, or all
 *  that is asked of the same peer.
 *  @param databases  peers that statements are sent to */
function leaves(
  { service, name, callee, peer }: DelayKey,
  nameOf: (peer: string) => string,
  databases: ReadonlySet<string>,
): Theory[] {
  const base = { touches: [peer, nameOf(peer)], isOfPod: false, subject: callee || nameOf(peer) || name };
  const theories: Theory[] = [];
  if (callee === "" && waitsForConnection.test(name))
    theories.push({
      ...base,
      id: `pool\n${service}\n${name}`,
      kind: "pool-exhausted",
      service,
      subject: name,
      inside: [insideOf("resource", "connection pool"), insideOf("operation", name)],
      code: "connection-wait",
      concerns: (key) =>
        key.kind === "leaf" && key.service === service && key.name === name && key.callee === "",
    });
  if (callee !== "")
    theories.push({
      ...base,
      id: `statement\n${callee}`,
      kind: "slow-query",
      service,
      inside: [insideOf("sql", callee)],
      code: "statement-slower",
      concerns: (key) => key.kind === "leaf" && key.callee === callee,
    });
  const isDatabase = callee !== "" || databases.has(peer);
  if (peer !== "")
    theories.push({
      ...base,
      id: `peer\n${peer}`,
      kind: isDatabase ? "slow-dependency" : "outside-party",
      service: isDatabase ? nameOf(peer) || service : service,
      subject: nameOf(peer) || peer,
      inside: [insideOf("dependency", nameOf(peer) || peer)],
      code: "peer-slower",
      concerns: (key) =>
        key.kind === "leaf" && key.peer === peer && !(key.callee === "" && waitsForConnection.test(key.name)),
    });
  return theories;
}
