import { describe, expect, test } from "vitest";
import type { MapEdge, MapNode } from "../../api.ts";
import { groupingOf, viewOf, type View } from "./view.ts";

const figures = { requests: 10, rate: 1, errorRatio: 0, p95Nano: 1e6 };
const node = (id: string, namespace = ""): MapNode => {
  const [kind, name] = id.split(":") as [MapNode["kind"], string];
  return { id, kind, name, system: "", namespace, state: "same", ...figures };
};
const edge = (from: string, to: string, more: Partial<MapEdge> = {}): MapEdge => ({
  from,
  to,
  category: "http",
  state: "same",
  exact: true,
  ...figures,
  before: null,
  peers: [],
  filter: "",
  ...more,
});

const web = node("service:web", "front");
const cart = node("service:cart", "shop");
const catalog = node("service:catalog", "shop");
const db = node("database:db");
const cache = node("cache:cache");
const graph = {
  nodes: [web, cart, catalog, db, cache],
  edges: [
    edge(web.id, cart.id, { rate: 9 }),
    edge(cart.id, catalog.id, { rate: 5 }),
    edge(catalog.id, db.id, { rate: 0.1 }),
    edge(cart.id, cache.id, { rate: 0, state: "vanished", before: { ...figures, rate: 2 } }),
  ],
};
const all: View = { find: "", least: 0, focus: "", hops: 1, grouping: "none", open: [] };
const names = (view: Partial<View>) => {
  const { nodes, edges } = viewOf(graph, { ...all, ...view });
  return { nodes: nodes.map(({ id }) => id.replace(/^\w+:/, "")).join(" "), edges: edges.length };
};

test.each<[string, Partial<View>, string, number]>([
  ["all of it", {}, "web cart catalog db cache", 4],
  ["a node with its neighbours", { focus: web.id }, "web cart", 1],
  ["a node with neighbours of neighbours", { focus: web.id, hops: 2 }, "web cart catalog cache", 3],
  ["a node that is no longer there", { focus: "service:gone" }, "", 0],
  ["what matches, with what it touches", { find: "CATA" }, "cart catalog db", 2],
  ["by kind, too", { find: "database" }, "catalog db", 1],
  ["nothing that matches", { find: "none" }, "", 0],
  ["busy edges; what vanished counts as it was", { least: 2 }, "web cart catalog cache", 3],
  ["a match within the focus", { focus: cart.id, find: "web" }, "web cart", 1],
])("shown is %s", (_, view, nodes, edges) => {
  expect(names(view)).toEqual({ nodes, edges });
});

describe("groups", () => {
  test.each<[string, Partial<View>, string, number]>([
    ["services of one namespace are one", { grouping: "namespace" }, "web namespace:shop db cache", 3],
    ["those of one kind are one", { grouping: "kind" }, "service db cache", 2],
    [
      "an open group shows its members",
      { grouping: "namespace", open: ["group:namespace:shop"] },
      "web cart catalog db cache",
      4,
    ],
    ["a group is made of what is shown", { grouping: "namespace", focus: web.id }, "web cart", 1],
  ])("%s", (_, view, nodes, edges) => {
    expect(names(view)).toEqual({ nodes, edges });
  });

  test("have the figures of their members together", () => {
    const failing = { ...catalog, requests: 30, errorRatio: 0.4, p95Nano: 5e6, rate: 3 };
    const { nodes } = viewOf({ nodes: [cart, failing], edges: [] }, { ...all, grouping: "namespace" });
    expect(nodes).toMatchObject([
      { name: "shop", requests: 40, rate: 4, errorRatio: 0.3, p95Nano: 5e6, members: [cart.id, catalog.id] },
    ]);
  });

  test("an edge between groups stands for those of their members", () => {
    const { edges } = viewOf(
      { nodes: [web, cart, catalog], edges: [edge(web.id, cart.id), edge(web.id, catalog.id)] },
      { ...all, grouping: "namespace" },
    );
    expect(edges).toMatchObject([{ from: web.id, to: "group:namespace:shop", requests: 20, rate: 2 }]);
    expect(edges[0]?.parts).toHaveLength(2);
  });
});

test.each([
  ["", 80, "none"],
  ["", 81, "namespace"],
  ["kind", 10, "kind"],
  ["none", 300, "none"],
  ["nonsense", 10, "none"],
])("asked for %j, %d nodes are grouped by %s", (chosen, count, expected) => {
  expect(
    groupingOf(
      chosen,
      Array.from({ length: count }, () => web),
    ),
  ).toBe(expected);
});
