import type { SpanNode, SpanTree } from "./tree.ts";

/** The part of a span that none of its children covers: what it did itself, or waited for without telling. What children do
 *  at once counts once; what they do after it has ended does not count.
 *  @returns nanoseconds */
export function ownTime({ nodes }: SpanTree, { place, next, start, end }: SpanNode): number {
  const children: { readonly from: number; readonly to: number }[] = [];
  for (let child = nodes[place + 1]; child !== undefined && child.place < next; child = nodes[child.next]) {
    children.push({ from: Math.max(start, child.start), to: Math.min(end, child.end) });
  }
  let covered = 0;
  let reached = start;
  for (const { from, to } of children.toSorted((a, b) => a.from - b.from)) {
    if (to <= reached) continue;
    covered += to - Math.max(from, reached);
    reached = to;
  }
  return end - start - covered;
}
