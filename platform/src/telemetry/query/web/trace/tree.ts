import type { SpanRow } from "../../api.ts";

/** A span's place in its trace. Times are nanoseconds since the trace's earliest span. */
export interface SpanNode {
  readonly span: SpanRow;
  /** Place in the trace's order of display (a parent before its children, siblings by start). */
  readonly place: number;
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  /** Place of the parent; -1 for a root. */
  readonly parent: number;
  /** First place after this span's descendants. */
  readonly next: number;
  /** It names a parent that is not in the trace. */
  readonly orphan: boolean;
  /** It lies partly outside of its parent: another clock, or work that outlives the call. */
  readonly outside: boolean;
}

export interface SpanTree {
  readonly nodes: readonly SpanNode[];
  readonly duration: number;
}

/** Many programs read the clock in whole milliseconds: what lies outside by less says nothing. */
const CLOCK_NANO = 2e6;

type Draft = { -readonly [K in keyof SpanNode]: SpanNode[K] };

interface Frame {
  readonly index: number;
  readonly node: Draft;
  /** How many of its children have been visited. */
  visited: number;
}

/** Lays out a trace in linear time. Spans whose parent is missing, or that name each other as parents in a
 *  circle, become roots: every span is shown exactly once.
 *  @param spans by start time, as the platform sends them */
export function buildTree(spans: readonly SpanRow[]): SpanTree {
  const starts = startsOf(spans);
  const { roots, children } = familyOf(spans);
  const nodes: Draft[] = [];
  const placed = new Set<number>();

  const enter = (index: number, parent: Draft | undefined): Frame[] => {
    const span = spans[index];
    if (span === undefined || placed.has(index)) return [];
    const node = nodeOf(span, starts[index] ?? 0, nodes.length, parent);
    placed.add(index);
    nodes.push(node);
    return [{ index, node, visited: 0 }];
  };
  // Depth first without recursion: a trace may be a chain of 100,000 spans.
  for (const root of [...roots, ...spans.keys()]) {
    const stack = enter(root, undefined);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const child = children[frame.index]?.[frame.visited];
      frame.visited += 1;
      if (child !== undefined) stack.push(...enter(child, frame.node));
      else {
        frame.node.next = nodes.length;
        stack.pop();
      }
    }
  }
  return { nodes, duration: nodes.reduce((most, { end }) => Math.max(most, end), 0) };
}

/** Nanoseconds since the earliest span: small enough for exact numbers, unlike those since 1970. */
function startsOf(spans: readonly SpanRow[]): number[] {
  const starts = spans.map((span) => BigInt(span.startTimeUnixNano));
  const zero = starts.reduce((least, start) => (start < least ? start : least), starts[0] ?? 0n);
  return starts.map((start) => Number(start - zero));
}

function familyOf(spans: readonly SpanRow[]): { roots: number[]; children: number[][] } {
  const indexOf = new Map<string, number>();
  spans.forEach(({ spanId }, i) => {
    if (!indexOf.has(spanId)) indexOf.set(spanId, i);
  });
  const children = spans.map((): number[] => []);
  const roots: number[] = [];
  spans.forEach(({ parentSpanId }, i) => {
    const parent = indexOf.get(parentSpanId);
    const siblings = parent === undefined || parent === i ? roots : (children[parent] ?? roots);
    siblings.push(i);
  });
  return { roots, children };
}

function nodeOf(span: SpanRow, start: number, place: number, parent: Draft | undefined): Draft {
  const end = start + span.durationNano;
  return {
    span,
    place,
    depth: parent === undefined ? 0 : parent.depth + 1,
    start,
    end,
    parent: parent?.place ?? -1,
    next: place + 1,
    orphan: parent === undefined && span.parentSpanId !== "",
    outside: parent !== undefined && (start < parent.start - CLOCK_NANO || end > parent.end + CLOCK_NANO),
  };
}

/** Places to show when some spans are collapsed, in order. */
export function visiblePlaces({ nodes }: SpanTree, collapsed: ReadonlySet<string>): number[] {
  const places: number[] = [];
  for (let node = nodes[0]; node !== undefined;) {
    places.push(node.place);
    node = nodes[collapsed.has(node.span.spanId) ? node.next : node.place + 1];
  }
  return places;
}

/** Places of spans whose name, service or ID holds the text. */
export function findSpans({ nodes }: SpanTree, text: string): number[] {
  const words = text.trim().toLowerCase();
  if (words === "") return [];
  return nodes
    .filter(({ span }) => `${span.service} ${span.name} ${span.spanId}`.toLowerCase().includes(words))
    .map(({ place }) => place);
}

/** Spans above a place, nearest first. */
export function ancestors({ nodes }: SpanTree, place: number): SpanNode[] {
  const found: SpanNode[] = [];
  for (let node = nodes[nodes[place]?.parent ?? -1]; node !== undefined; node = nodes[node.parent])
    found.push(node);
  return found;
}
