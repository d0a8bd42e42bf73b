import { expect, test } from "vitest";
import { underway } from "./paths.ts";
import type { PendingRow } from "./store.ts";

/** `span(parent)@start`, of a service: `a.1(-)@5` */
function open(text: string): PendingRow {
  const [, service = "", spanId = "", parentId = "", start = ""] =
    /^(\w+)\.(\w+)\((.*)\)@(\d+)$/.exec(text) ?? [];
  return {
    traceId: "t",
    spanId,
    parentId: parentId === "-" ? "" : parentId,
    service,
    pod: "",
    name: text,
    kind: parentId === "-" || spanId.startsWith("e") ? "SERVER" : "CLIENT",
    startTimeUnixNano: start,
    lastMs: 0,
    attributes: {},
  };
}

test.each([
  ["one that does nothing else", ["a.e1(-)@5"], [["e1"]]],
  ["one that waits for a statement", ["a.e1(-)@5", "a.s(e1)@6"], [["e1", "s"]]],
  ["one that waits for two: the later one", ["a.e1(-)@5", "a.s(e1)@6", "a.t(e1)@7"], [["e1", "t"]]],
  ["numbers are compared, not texts", ["a.e1(-)@5", "a.s(e1)@9", "a.t(e1)@10"], [["e1", "t"]]],
  [
    "a call leads into the other service, which is under way too",
    ["a.e1(-)@5", "a.c(e1)@6", "b.e2(c)@7", "b.s(e2)@8"],
    [
      ["e1", "c", "e2", "s"],
      ["e2", "s"],
    ],
  ],
  ["the oldest comes first", ["a.e2(-)@9", "a.e1(-)@5"], [["e1"], ["e2"]]],
  ["a span whose entry is not known belongs to none", ["a.s(gone)@5"], []],
  ["a span that says it is its own parent", ["a.e1(e1)@5"], [["e1"]]],
])("%s", (_, spans, expected) => {
  expect(underway(spans.map(open)).map(({ path }) => path.map(({ spanId }) => spanId))).toEqual(expected);
});
