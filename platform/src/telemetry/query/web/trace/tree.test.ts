import { describe, expect, it } from "vitest";
import type { SpanRow } from "../../api.ts";
import { ancestors, buildTree, findSpans, visiblePlaces } from "./tree.ts";

const ZERO = 1_795_251_661_000_000_000n;

function span(spanId: string, parentSpanId: string, start: number, durationNano: number): SpanRow {
  return {
    spanId,
    parentSpanId,
    service: "shop",
    name: `do ${spanId}`,
    kind: "internal",
    status: "unset",
    startTimeUnixNano: String(ZERO + BigInt(start)),
    durationNano,
    events: 0,
    links: 0,
  };
}

const shape = (spans: SpanRow[]) =>
  buildTree(spans).nodes.map((n) => `${"  ".repeat(n.depth)}${n.span.spanId}`);

describe("a trace is laid out", () => {
  it("parents before children, siblings by start", () => {
    const spans = [
      span("a", "", 0, 100),
      span("b", "a", 10, 20),
      span("c", "a", 40, 20),
      span("d", "b", 12, 5),
    ];
    expect(shape(spans)).toEqual(["a", "  b", "    d", "  c"]);
    expect(buildTree(spans)).toMatchObject({ duration: 100, nodes: [{ next: 4 }, { next: 3 }, {}, {}] });
  });

  it("a span whose parent is missing is a root, and says so", () => {
    const tree = buildTree([span("a", "", 0, 10), span("b", "gone", 5, 10)]);
    expect(tree.nodes.map((n) => [n.depth, n.orphan])).toEqual([
      [0, false],
      [0, true],
    ]);
  });

  it("spans that name each other as parents are shown all the same", () => {
    expect(shape([span("a", "b", 0, 1), span("b", "a", 1, 1), span("c", "c", 2, 1)])).toEqual([
      "c",
      "a",
      "  b",
    ]);
  });

  it("two spans with one ID are both shown", () => {
    expect(shape([span("a", "", 0, 9), span("b", "a", 1, 1), span("b", "a", 2, 1)])).toEqual([
      "a",
      "  b",
      "  b",
    ]);
  });

  it("a child outside of its parent's time is marked; time starts at the earliest span", () => {
    const { nodes } = buildTree([span("b", "a", -5e6, 10e6), span("a", "", 0, 10e6)]);
    expect(nodes.map((n) => [n.span.spanId, n.start, n.outside])).toEqual([
      ["a", 5e6, false],
      ["b", 0, true],
    ]);
  });

  it("a child that is outside by no more than a clock's step is not marked", () => {
    const { nodes } = buildTree([span("a", "", 0, 10e6), span("b", "a", 9e6, 2.5e6)]);
    expect(nodes.map((n) => n.outside)).toEqual([false, false]);
  });

  it("a chain of 100,000 spans is no problem", () => {
    const chain = Array.from({ length: 100_000 }, (_, i) =>
      span(String(i), i === 0 ? "" : String(i - 1), i, 1),
    );
    const { nodes } = buildTree(chain);
    expect(nodes.at(-1)?.depth).toBe(99_999);
  });
});

describe("within a trace", () => {
  const tree = buildTree([
    span("a", "", 0, 100),
    span("b", "a", 10, 20),
    span("d", "b", 12, 5),
    span("c", "a", 40, 20),
  ]);

  it("what is below a collapsed span is hidden", () => {
    expect(visiblePlaces(tree, new Set(["b"]))).toEqual([0, 1, 3]);
  });
  it("spans are found by name, whatever the case", () => expect(findSpans(tree, "DO D")).toEqual([2]));
  it("nothing is found by nothing", () => expect(findSpans(tree, " ")).toEqual([]));
  it("a span knows what is above it", () => {
    expect(ancestors(tree, 2).map((n) => n.span.spanId)).toEqual(["b", "a"]);
  });
});
