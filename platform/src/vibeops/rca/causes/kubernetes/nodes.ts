import type { ChangeRow, PodRow } from "#kubernetes/api.ts";
import type { Scene } from "../../scene/scene.ts";
import { type Fact, type Hypothesis, insideOf } from "../hypothesis.ts";
import { changeFact } from "./changes.ts";
import { objectLink } from "./links.ts";
import { nothingReady } from "./scores.ts";
import { serviceOfPod } from "./service.ts";

/** What a node that went away weighs when every workload on it serves on from elsewhere. */
const servedElsewhere = 25;
/** A pod and its node cease to be ready within this. */
const togetherMs = 10_000;

/** Pods that serve no more because nothing is heard of their node; an event that is older than how the pod is now tells nothing. */
export function podsLost({ pods, events }: Pick<Scene, "pods" | "events">): PodRow[] {
  const told = new Map<string, number>();
  for (const { reason, object, time } of events)
    if (/^Node(?:NotReady|Lost)$/.test(reason) && object.kind === "Pod")
      told.set(`${object.namespace}/${object.name}`, time);
  return pods.filter(({ health, namespace, name, node, readinessChangedAt }) => {
    const at = told.get(`${namespace}/${name}`);
    const isSick = health === "waiting" || health === "bad";
    return isSick && node !== "" && at !== undefined && at > (readinessChangedAt ?? 0) - togetherMs;
  });
}

/** Nodes that went away: by what Kubernetes tells of them, and of the pods that were on them.
 *  @param lost pods that are out of service with their nodes */
export function lostNodes(scene: Scene, lost: readonly PodRow[]): Hypothesis[] {
  const changes = scene.changes.filter(
    (change) => change.time >= scene.window.from && change.differences.some(isLoss),
  );
  const nodes = new Set([...changes.map(({ object }) => object.name), ...lost.map(({ node }) => node)]);
  return [...nodes].map((node) =>
    lostNode(
      scene,
      node,
      changes.find(({ object }) => object.name === node),
      lost.filter((pod) => pod.node === node),
    ),
  );
}

const isLoss = ({ field, before, after }: ChangeRow["differences"][number]): boolean =>
  field === "conditions.Ready" && before.startsWith("True") && !after.startsWith("True");

function lostNode(
  scene: Scene,
  node: string,
  change: ChangeRow | undefined,
  pods: readonly PodRow[],
): Hypothesis {
  const services = servicesOf(scene, pods);
  const away = servicesOf(
    scene,
    pods.filter((pod) => !isServed(scene, pod)),
  );
  const times = [change?.time, ...pods.map(({ readinessChangedAt }) => readinessChangedAt)];
  const known = times.filter((time) => typeof time === "number");
  const [pod] = pods;
  return {
    rule: "kubernetes",
    kind: "node-lost",
    service: node,
    subject: node,
    at: Math.max(scene.window.from, Math.min(...known)),
    score: away.length > 0 ? nothingReady : servedElsewhere,
    inside: [insideOf("node", node)],
    facts: [
      ...(pod ? [lostFact({ node, pods: pods.length, services, away }, pod.cluster)] : []),
      ...(change ? [changeFact(change, scene.window.to)] : []),
    ],
    against: [],
    victims: services,
    touches: [node],
  };
}

interface Loss {
  readonly node: string;
  readonly pods: number;
  readonly services: readonly string[];
  /** Of those the ones that nothing serves any more. */
  readonly away: readonly string[];
}

const lostFact = ({ node, pods, services, away }: Loss, cluster: string): Fact => ({
  code: "node-lost",
  values: { node, pods, services: services.join(", "), away: away.join(", ") },
  link: objectLink({ cluster, kind: "Node", namespace: "", name: node }),
});

const servicesOf = (scene: Scene, pods: readonly PodRow[]): string[] => [
  ...new Set(pods.map((pod) => serviceOfPod(scene, pod))),
];

/** Whether other pods of its workload serve. */
const isServed = (scene: Scene, { cluster, namespace, workload }: PodRow): boolean =>
  scene.workloads.some(
    (each) =>
      each.cluster === cluster &&
      each.namespace === namespace &&
      each.kind === workload?.kind &&
      each.name === workload.name &&
      each.ready > 0,
  );
