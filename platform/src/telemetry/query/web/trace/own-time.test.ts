import { expect, test } from "vitest";
import type { SpanRow } from "../../api.ts";
import { ownTime } from "./own-time.ts";
import { buildTree } from "./tree.ts";

/** `name(parent) from-to` */
function span(text: string): SpanRow {
  const [, spanId = "", parentSpanId = "", from = "", to = ""] =
    /^(\w+)\((\w*)\) (\d+)-(\d+)$/.exec(text) ?? [];
  return {
    spanId,
    parentSpanId,
    service: "s",
    name: spanId,
    kind: "internal",
    status: "unset",
    startTimeUnixNano: from,
    durationNano: Number(to) - Number(from),
    events: 0,
    links: 0,
  };
}

test.each([
  ["without children, all of it", ["a() 0-100"], 100],
  ["one child", ["a() 0-100", "b(a) 20-50"], 70],
  ["children one after the other", ["a() 0-100", "b(a) 20-50", "c(a) 50-90"], 30],
  ["what they do at once counts once", ["a() 0-100", "b(a) 20-60", "c(a) 40-80"], 40],
  ["one within another", ["a() 0-100", "b(a) 20-80", "c(a) 30-40"], 40],
  ["grandchildren are their parent's", ["a() 0-100", "b(a) 20-50", "c(b) 60-90"], 70],
  ["what goes on after it has ended", ["a() 0-100", "b(a) 80-300"], 80],
  ["children that begin before it", ["a() 10-100", "b(a) 0-40"], 60],
])("%s", (_, spans, expected) => {
  const tree = buildTree(
    spans.map(span).toSorted((a, b) => Number(a.startTimeUnixNano) - Number(b.startTimeUnixNano)),
  );
  const node = tree.nodes.find(({ span }) => span.spanId === "a");
  expect(node && ownTime(tree, node)).toBe(expected);
});
