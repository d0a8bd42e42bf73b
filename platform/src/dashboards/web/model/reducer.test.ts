import { describe, expect, it } from "vitest";
import { reduced, reducerOf } from "./reducer.ts";

describe("a series as one figure", () => {
  it.each([
    ["last", 3],
    ["mean", 2],
    ["min", 1],
    ["max", 3],
    ["sum", 6],
  ] as const)("%s", (reducer, value) => expect(reduced([null, 2, 1, 3, null], reducer)).toBe(value));
  it("none without values", () => expect(reduced([null], "sum")).toBeNull());
});

it("Grafana's names for it", () => {
  expect(["lastNotNull", "mean", "p99", "constructor", 3].map(reducerOf)).toEqual([
    "last",
    "mean",
    "last",
    "last",
    "last",
  ]);
});
