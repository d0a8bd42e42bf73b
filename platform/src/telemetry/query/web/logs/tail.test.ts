import { expect, it } from "vitest";
import type { LogRow } from "../../api.ts";
import { mergeTail } from "./tail.ts";

function line(id: string, timeUnixNano: string): LogRow {
  return {
    id,
    timeUnixNano,
    observedTimeUnixNano: timeUnixNano,
    service: "shop",
    severityNumber: 9,
    severityText: "INFO",
    body: id,
    bodyType: "string",
    eventName: "",
    traceId: "",
    spanId: "",
    attributes: [],
    resource: [],
    scope: "",
  };
}

const ids = (lines: readonly LogRow[]) => lines.map(({ id }) => id);
const [a, b, c] = [
  line("a", "1795251661000000001"),
  line("b", "1795251661000000002"),
  line("c", "1795251661000000003"),
];

it("new lines come on top", () => expect(ids(mergeTail([a], [c, b], 10))).toEqual(["c", "b", "a"]));
it("a line that comes again is not repeated", () =>
  expect(ids(mergeTail([b, a], [b, a], 10))).toEqual(["b", "a"]));
it("a line that comes late takes its place", () =>
  expect(ids(mergeTail([c, a], [b], 10))).toEqual(["c", "b", "a"]));
it("the oldest lines fall off", () => expect(ids(mergeTail([b, a], [c], 2))).toEqual(["c", "b"]));
it("nothing new changes nothing", () => {
  const buffer = [b, a];
  expect(mergeTail(buffer, [a], 10)).toBe(buffer);
});
