import type { SpanNode, SpanTree } from "./tree.ts";

/** A stretch of a span during which the whole trace waited for this span itself. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The critical path: shortening anything else would not make the trace end earlier. Walks back from the end of
 *  the longest root; at each moment the child that finished last is what its parent waited for.
 *  @returns stretches by a span's place; spans that nobody waited for have none
 *  Source: Zhang et al., "CRISP: Critical Path Analysis of Large-Scale Microservice Architectures" (USENIX 2022) */
export function criticalPath({ nodes }: SpanTree): ReadonlyMap<number, readonly Stretch[]> {
  const children = childrenByEnd(nodes);
  const path = new Map<number, Stretch[]>();
  const root = nodes
    .filter((node) => node.parent < 0)
    .reduce<SpanNode | undefined>((longest, node) => {
      return longest === undefined || node.end - node.start > longest.end - longest.start ? node : longest;
    }, undefined);
  const waiting = root === undefined ? [] : [{ node: root, until: root.end }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node } = next;
    let until = Math.min(node.end, next.until);
    const stretches: Stretch[] = [];
    for (const child of children.get(node.place) ?? []) {
      const end = waitedUntil(node, child, until);
      if (end > until || child.start >= until || child.start < node.start) continue;
      if (end < until) stretches.push({ from: end, to: until });
      waiting.push({ node: child, until: end });
      until = child.start;
    }
    if (until > node.start) stretches.push({ from: node.start, to: until });
    path.set(node.place, stretches);
  }
  return path;
}

/** When a child's part in its parent ended. A child that runs on was not waited for, but for one: a client does
 *  wait for its server, whose span often ends a little after the answer has been received. */
function waitedUntil(parent: SpanNode, child: SpanNode, until: number): number {
  const call = parent.span.kind === "client" && child.span.kind === "server";
  return call ? Math.min(child.end, until) : child.end;
}

/** Children of each span, last to finish first. */
function childrenByEnd(nodes: readonly SpanNode[]): ReadonlyMap<number, SpanNode[]> {
  const children = new Map<number, SpanNode[]>();
  for (const node of nodes.toSorted((a, b) => b.end - a.end)) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  return children;
}
