import { expect, it } from "vitest";
import type { SpanRow } from "../../api.ts";
import { criticalPath } from "./critical-path.ts";
import { buildTree } from "./tree.ts";

function pathOf(
  ...spans: readonly [id: string, parent: string, start: number, end: number, kind?: SpanRow["kind"]][]
) {
  const tree = buildTree(
    spans.map(([spanId, parentSpanId, start, end, kind = "internal"]): SpanRow => ({
      spanId,
      parentSpanId,
      service: "",
      name: "",
      kind,
      status: "unset",
      startTimeUnixNano: String(start),
      durationNano: end - start,
      events: 0,
      links: 0,
    })),
  );
  return Object.fromEntries(
    Array.from(criticalPath(tree), ([place, stretches]) => [
      tree.nodes[place]?.span.spanId,
      stretches.map(({ from, to }) => [from, to]).toReversed(),
    ]),
  );
}

it("a parent waits for its child and works itself before and after", () => {
  expect(pathOf(["a", "", 0, 100], ["b", "a", 20, 80])).toEqual({
    a: [
      [0, 20],
      [80, 100],
    ],
    b: [[20, 80]],
  });
});

it("of two children at the same time, the one that ends last is waited for", () => {
  expect(pathOf(["a", "", 0, 100], ["fast", "a", 10, 50], ["slow", "a", 10, 100])).toEqual({
    a: [[0, 10]],
    slow: [[10, 100]],
  });
});

it("children one after the other are all waited for", () => {
  expect(Object.keys(pathOf(["a", "", 0, 100], ["b", "a", 0, 40], ["c", "a", 50, 100]))).toEqual(
    expect.arrayContaining(["a", "b", "c"]),
  );
});

it("a child that outlives its parent is not waited for", () => {
  expect(pathOf(["a", "", 0, 100], ["late", "a", 50, 200])).toEqual({ a: [[0, 100]] });
});

it("a client waits for its server, even when the server's span ends after the answer", () => {
  expect(pathOf(["call", "", 0, 100, "client"], ["serve", "call", 20, 105, "server"])).toEqual({
    call: [[0, 20]],
    serve: [[20, 100]],
  });
});
