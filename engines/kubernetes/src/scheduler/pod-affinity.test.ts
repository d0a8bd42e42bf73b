import { expect, test } from "vitest";
import type { Affinity, Pod, PodAffinityTerm } from "../controllers/pod-kind.ts";
import { podInfo } from "./node-info.ts";
import { node, nodesOf, podOn } from "./node.fixture.ts";
import { affinityFilter, affinityPreference } from "./pod-affinity.ts";

const machines = [
  node("n1", { labels: { zone: "a" } }),
  node("n2", { labels: { zone: "a" } }),
  node("n3", { labels: { zone: "b" } }),
];
const term = (app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  labelSelector: { matchLabels: { app } },
  topologyKey: "zone",
  ...more,
});
const near = (...terms: PodAffinityTerm[]): Affinity => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const apart = (...terms: PodAffinityTerm[]): Affinity => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const namespaces = (name: string) => (name === "shop" ? { team: "shop" } : {});

function allowed(pod: Pod, others: Pod[]): string[] {
  const nodes = nodesOf(machines, others);
  const judge = affinityFilter(podInfo(pod), nodes, namespaces);
  return nodes.filter((one) => judge(one) === undefined).map(({ name }) => name);
}

const db = podOn("n1", { labels: { app: "db" } });
const perHost = { topologyKey: "kubernetes.io/hostname" };

test.each<[string, Pod, Pod[], string[]]>([
  ["near the db in its zone", podOn(undefined, { affinity: near(term("db")) }), [db], ["n1", "n2"]],
  ["near the db on its node", podOn(undefined, { affinity: near(term("db", perHost)) }), [db], ["n1"]],
  ["near what is nowhere", podOn(undefined, { affinity: near(term("db")) }), [], []],
  [
    "near its own kind, as the first of it",
    podOn(undefined, { affinity: near(term("web")), labels: { app: "web" } }),
    [db],
    ["n1", "n2", "n3"],
  ],
  ["apart from the db", podOn(undefined, { affinity: apart(term("db")) }), [db], ["n3"]],
  [
    "where others do not want it",
    podOn(undefined, { labels: { app: "web" } }),
    [podOn("n3", { affinity: apart(term("web")) })],
    ["n1", "n2"],
  ],
  [
    "of another namespace than the db",
    podOn(undefined, { affinity: apart(term("db")), namespace: "shop" }),
    [db],
    ["n1", "n2", "n3"],
  ],
  [
    "apart from the db of a namespace that it names",
    podOn(undefined, { affinity: apart(term("db", { namespaces: ["default"] })), namespace: "shop" }),
    [db],
    ["n3"],
  ],
  [
    "apart from the db of namespaces that it selects",
    podOn(undefined, {
      affinity: apart(term("db", { namespaceSelector: { matchLabels: { team: "shop" } } })),
    }),
    [podOn("n1", { labels: { app: "db" }, namespace: "shop" }), podOn("n3", { labels: { app: "db" } })],
    ["n3"],
  ],
])("a pod %s", (_, pod, others, expected) => {
  expect(allowed(pod, others)).toEqual(expected);
});

const prefer = (app: string, weight: number) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term(app) }],
});

test("preferences count for and against, of the pod and of those that are there", () => {
  const pod = podOn(undefined, {
    labels: { app: "web" },
    affinity: { podAffinity: prefer("db", 10), podAntiAffinity: prefer("batch", 4) },
  });
  const nodes = nodesOf(machines, [
    db,
    podOn("n3", { labels: { app: "batch" }, affinity: { podAntiAffinity: prefer("web", 3) } }),
  ]);
  const score = affinityPreference(podInfo(pod), nodes, namespaces);
  expect(nodes.map(score)).toEqual([10, 10, -7]);
});
