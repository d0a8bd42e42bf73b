import type { PodRow } from "#kubernetes/api.ts";
import { leastCause } from "../confidence.ts";
import type { Scene } from "../scene/scene.ts";
import type { Life } from "../signals/lives.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";
import { serviceOfPod } from "./kubernetes/service.ts";

/** What runs on one node goes away within this. */
const togetherMs = 20_000;
/** The moment of a failure is known as closely as this. */
const closelyMs = 10_000;
/** Others have told for so long what these have not. */
const silentMs = 5_000;
/** One may have gone by itself. */
const leastServices = 2;

/** Nodes that are gone although Kubernetes, which waits for 40 s or more, does not say so yet: several services can't be reached from
 *  one moment on, what serves them runs on this node only, and nothing on it has told anything since, while others have.
 *  @param lives  when pods made or answered calls; log lines tell of them too
 *  @param found  what fails */
export function silentNodes(
  scene: Scene,
  lives: ReadonlyMap<string, readonly Life[]>,
  found: readonly Hypothesis[],
): Hypothesis[] {
  const lastOf = new Map([...lives.values()].flat().map(({ pod, last }) => [pod, last]));
  for (const { pod, at } of scene.lines.rows) lastOf.set(pod, Math.max(at, lastOf.get(pod) ?? at));
  const pods = scene.pods.filter(
    ({ name, node, health }) => node !== "" && health !== "done" && lastOf.has(name),
  );
  const heard = (of: readonly PodRow[]) => Math.max(...of.map(({ name }) => lastOf.get(name) ?? 0));
  const gone = found.filter(({ kind, score }) => kind === "dependency-down" && score >= leastCause);
  return [...Map.groupBy(pods, ({ cluster, node }) => `${cluster}/${node}`).values()].flatMap((on) => {
    const elsewhere = pods.filter((pod) => !on.includes(pod));
    const served = new Set(elsewhere.map((pod) => serviceOfPod(scene, pod)));
    const only = new Set(on.map((pod) => serviceOfPod(scene, pod)).filter((service) => !served.has(service)));
    const own = gone.filter(({ service }) => only.has(service));
    const times = own.map(({ at }) => at);
    const from = Math.min(...times);
    const services = [...new Set(own.map(({ service }) => service))];
    const isSilent = heard(on) <= from + closelyMs && heard(elsewhere) >= heard(on) + silentMs;
    if (services.length < leastServices || Math.max(...times) - from > togetherMs || !isSilent) return [];
    return [hypothesisOf(on, services, [...only], from, Math.max(...own.map(({ score }) => score)))];
  });
}

function hypothesisOf(
  on: readonly PodRow[],
  services: readonly string[],
  victims: readonly string[],
  at: number,
  score: number,
): Hypothesis {
  const node = on[0]?.node ?? "";
  return {
    rule: "failures",
    kind: "node-lost",
    service: node,
    subject: node,
    at,
    score,
    inside: [insideOf("node", node)],
    facts: [{ code: "node-silent", values: { node, pods: on.length, services: services.join(", ") } }],
    against: [],
    victims,
    touches: [node],
  };
}
