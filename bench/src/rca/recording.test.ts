import { describe, expect, test } from "vitest";
import { endOf, extent, type Source } from "./recording.ts";

const source = (given: Partial<Source>): Source => ({
  resource: {},
  spans: [],
  logs: [],
  metrics: [],
  ...given,
});
const ms = (time: number) => BigInt(time) * 1_000_000n;
const span = (start: number, end: number) =>
  source({ spans: [{ start: ms(start), durationNano: ms(end - start) }] });
const line = (time: number) => source({ logs: [{ time: ms(time) }] });
const sum = (start: number, time: number) =>
  source({
    metrics: [{ name: "m", kind: "sum", points: [{ start: ms(start), time: ms(time), asInt: 1n }] }],
  });

describe("what happened lies between", () => {
  const facts: [what: string, sources: Source[], extent: object | undefined][] = [
    ["the first and the end of the last span", [span(10, 50), span(20, 30)], { from: 10, to: 51 }],
    ["log lines and spans", [span(10, 20), line(5), line(25)], { from: 5, to: 26 }],
    ["the start of the first point and the last point", [sum(1, 5), line(3)], { from: 1, to: 6 }],
    ["nothing", [source({})], undefined],
  ];
  test.each(facts)("%s", (_, sources, expected) => expect(extent(sources)).toEqual(expected));
});

describe("a recording ends", () => {
  const windows = new Map([["w", { from: 0, to: 40 }]]);
  const facts: [what: string, moved: number, end: number][] = [
    ["with its last part", 100, 131],
    ["with its window when all is before", 0, 40],
  ];
  test.each(facts)("%s, where it was moved to", (_, movedMs, end) => {
    expect(endOf({ parts: [{ sources: [line(30)], movedMs }], windows })).toBe(end);
  });
});
