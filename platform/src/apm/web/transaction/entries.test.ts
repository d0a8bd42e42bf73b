import { expect, test } from "vitest";
import type { SpanRow } from "#telemetry/query/api.ts";
import { entriesOf } from "./entries.ts";

/** `service.id(parent) kind` */
function span(text: string): SpanRow {
  const [, service = "", spanId = "", parentSpanId = "", kind] =
    /^(\w+)\.(\w+)\((\w*)\) (\w+)$/.exec(text) ?? [];
  return {
    spanId,
    parentSpanId,
    service,
    name: text,
    kind: kind as SpanRow["kind"],
    status: "unset",
    startTimeUnixNano: "0",
    durationNano: 1,
    events: 0,
    links: 0,
  };
}

test.each([
  ["a trace of nobody", [], ""],
  ["one service", ["a.1() server", "a.2(1) client"], "1"],
  ["two services, each by its entry", ["a.1() server", "a.2(1) client", "b.3(2) server"], "1 3"],
  [
    "a service that is entered twice, by the first",
    ["a.1() server", "b.2(1) server", "b.3(1) server"],
    "1 2",
  ],
  ["a root of another kind", ["a.1() internal", "a.2(1) client"], "1"],
  ["a service whose entry is missing, by what is there", ["a.1() server", "b.2(9) client"], "1 2"],
  ["a client told before the entry of its service", ["a.1(9) client", "a.2(8) consumer"], "2"],
])("entries of %s", (_, spans, expected) => {
  expect(
    entriesOf(spans.map(span))
      .map(({ spanId }) => spanId)
      .join(" "),
  ).toBe(expected);
});
