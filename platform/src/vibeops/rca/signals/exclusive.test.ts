import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CallRow, Calls } from "../scene/calls.ts";
import { exclusiveTimes } from "./exclusive.ts";

const span = (span: string, parent: string, start: number, duration: number, pod = "a"): CallRow => ({
  trace: "t",
  span,
  parent,
  service: pod,
  pod,
  name: span,
  kind: 1,
  isFailed: false,
  start,
  duration,
  statement: "",
  peer: "",
  failure: "",
});

const timesOf = (rows: readonly CallRow[]) => {
  const calls = Calls.fromRows(rows);
  const times = exclusiveTimes(calls);
  return Object.fromEntries(Array.from(times, (ms, row) => [calls.nameOf(row), ms]));
};

describe("each moment belongs to one span", () => {
  test("to the callee while it runs, to the caller before and after", () => {
    expect(timesOf([span("root", "", 0, 100), span("call", "root", 20, 50)])).toEqual({ root: 50, call: 50 });
  });

  test("of calls side by side, to the one that began last, and then to the one still waited for", () => {
    expect(
      timesOf([span("root", "", 0, 100), span("one", "root", 10, 80), span("two", "root", 20, 20)]),
    ).toEqual({
      root: 20,
      one: 60,
      two: 20,
    });
  });

  test("a callee whose machine's clock is wrong is moved into its call", () => {
    expect(timesOf([span("call", "", 1000, 100), span("work", "call", 5000, 60, "b")])).toEqual({
      call: 40,
      work: 60,
    });
  });

  test("a span that outlives its parent keeps its own time", () => {
    expect(timesOf([span("root", "", 0, 10), span("later", "root", 5, 100)])).toEqual({
      root: 5,
      later: 100,
    });
  });

  test("all times together are the time that somebody waited", () => {
    const child = fc.record({
      at: fc.integer({ min: 0, max: 900 }),
      length: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(child, { maxLength: 20 }), (children) => {
        const rows = [
          span("root", "", 0, 1000),
          ...children.map(({ at, length }, i) => span(`c${i}`, "root", at, length)),
        ];
        const total = exclusiveTimes(Calls.fromRows(rows)).reduce((sum, ms) => sum + ms, 0);
        expect(total).toBeCloseTo(1000, 6);
      }),
    );
  });
});
