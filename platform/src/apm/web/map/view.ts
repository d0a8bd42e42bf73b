import type { MapEdge, MapNode } from "../../api.ts";

/* What of a map is shown: a few hundred services are read by leaving out, gathering and looking closer. */

export const GROUPINGS = ["none", "namespace", "kind"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface View {
  /** Part of a name: what matches is shown with what it touches. */
  readonly find: string;
  /** Edges with fewer calls a second are left out. */
  readonly least: number;
  /** Id of a node that is shown with its neighbours; empty for all. */
  readonly focus: string;
  /** How many edges away neighbours may be. */
  readonly hops: number;
  readonly grouping: Grouping;
  /** Ids of groups whose members are shown. */
  readonly open: readonly string[];
}

/** A node of the map, or several of them as one. */
export interface ShownNode extends MapNode {
  /** Ids of the nodes that it stands for; empty when it stands for itself. */
  readonly members: readonly string[];
}

export interface ShownEdge extends Omit<MapEdge, "peers" | "before" | "filter"> {
  readonly id: string;
  /** The edges that it stands for; a group's figures are theirs together, its p95 the greatest of them. */
  readonly parts: readonly MapEdge[];
}

export interface Shown {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
}

interface Graph {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** More nodes than this are gathered, unless it is said otherwise. */
const MOST_ALONE = 80;

/** @param chosen  what the address says; anything else means: as it reads best */
export function groupingOf(chosen: string, nodes: readonly MapNode[]): Grouping {
  const found = GROUPINGS.find((each) => each === chosen);
  if (found !== undefined) return found;
  return nodes.length > MOST_ALONE ? "namespace" : "none";
}

export function viewOf(graph: Graph, view: View): Shown {
  const busy = busyOnly(graph, view.least);
  const near = view.focus === "" ? busy : around(busy, new Set([view.focus]), view.hops);
  const found = view.find.trim() === "" ? near : around(near, matching(near, view.find), 1);
  return gathered(found, view.grouping, new Set(view.open));
}

/** What vanished is judged by what it was. */
const rateOf = ({ state, rate, before }: MapEdge) => (state === "vanished" ? (before?.rate ?? 0) : rate);

function busyOnly({ nodes, edges }: Graph, least: number): Graph {
  if (least <= 0) return { nodes, edges };
  return withEnds(
    nodes,
    edges.filter((edge) => rateOf(edge) >= least),
  );
}

function withEnds(nodes: readonly MapNode[], edges: readonly MapEdge[], also?: ReadonlySet<string>): Graph {
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => ends.has(id) || also?.has(id) === true), edges };
}

const matching = ({ nodes }: Graph, find: string): ReadonlySet<string> => {
  const part = find.trim().toLowerCase();
  return new Set(nodes.filter(({ id }) => id.toLowerCase().includes(part)).map(({ id }) => id));
};

/** The nodes of `core`, what is so many edges away from them, and the edges between those that lie nearer. */
function around({ nodes, edges }: Graph, core: ReadonlySet<string>, hops: number): Graph {
  let reached = new Set(core);
  let passed: readonly MapEdge[] = [];
  for (let hop = 0; hop < hops; hop += 1) {
    const now = reached;
    passed = edges.filter(({ from, to }) => now.has(from) || now.has(to));
    reached = new Set([...now, ...passed.flatMap(({ from, to }) => [from, to])]);
  }
  return withEnds(nodes, passed, core);
}

function groupIdOf({ kind, namespace }: MapNode, grouping: Grouping): string {
  if (grouping === "kind") return `group:${kind}`;
  return kind === "service" ? `group:namespace:${namespace}` : `group:${kind}`;
}

function gathered({ nodes, edges }: Graph, grouping: Grouping, open: ReadonlySet<string>): Shown {
  const groups = grouping === "none" ? new Map() : Map.groupBy(nodes, (node) => groupIdOf(node, grouping));
  const standsFor = new Map<string, string>();
  for (const [group, members] of groups as Map<string, MapNode[]>) {
    if (members.length < 2 || open.has(group)) continue;
    for (const { id } of members) standsFor.set(id, group);
  }
  const place = (id: string) => standsFor.get(id) ?? id;
  const byEnds = Map.groupBy(
    edges.filter(({ from, to }) => place(from) !== place(to)),
    ({ from, to }) => `${place(from)} ${place(to)}`,
  );
  const byPlace = Map.groupBy(nodes, ({ id }) => place(id));
  return {
    nodes: [...byPlace].map(([id, members]) => groupNode(id, members)),
    edges: [...byEnds].map(([id, parts]) => groupEdge(id, parts, place)),
  };
}

function groupNode(id: string, members: readonly MapNode[]): ShownNode {
  const [first] = members as [MapNode, ...MapNode[]];
  if (first.id === id) return { ...first, members: [] };
  return {
    ...first,
    id,
    name: first.kind === "service" ? first.namespace : "",
    system: "",
    state: common(members),
    ...together(members),
    members: members.map((member) => member.id),
  };
}

function groupEdge(id: string, parts: readonly MapEdge[], place: (id: string) => string): ShownEdge {
  const [{ peers: _peers, before: _before, filter: _filter, ...first }] = parts as [MapEdge, ...MapEdge[]];
  return {
    ...first,
    id,
    from: place(first.from),
    to: place(first.to),
    state: common(parts),
    exact: parts.every(({ exact }) => exact),
    ...together(parts),
    parts,
  };
}

type Figures = Pick<MapNode, "requests" | "rate" | "errorRatio" | "p95Nano">;

function together(all: readonly Figures[]): Figures {
  const requests = all.reduce((sum, each) => sum + each.requests, 0);
  const errors = all.reduce((sum, each) => sum + each.requests * each.errorRatio, 0);
  const slowest = Math.max(...all.map(({ p95Nano }) => p95Nano ?? -1));
  return {
    requests,
    rate: all.reduce((sum, each) => sum + each.rate, 0),
    errorRatio: requests === 0 ? 0 : errors / requests,
    p95Nano: slowest < 0 ? null : slowest,
  };
}

/** A group is new, or has vanished, when all of it is or has. */
function common(all: readonly Pick<MapNode, "state">[]): MapNode["state"] {
  const first = all[0]?.state ?? "same";
  return all.every(({ state }) => state === first) ? first : "same";
}
