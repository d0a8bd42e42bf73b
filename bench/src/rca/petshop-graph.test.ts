import { describe, expect, test } from "vitest";
import { callGraph, callsOf } from "./petshop-graph.ts";
import type { NodeMetrics } from "./petshop-metrics.ts";

const node = (requests: (number | undefined)[]): NodeMetrics => ({
  requests,
  availability: [],
  latency: [],
  quantiles: new Map(),
});
const told = (nodes: Record<string, (number | undefined)[]>, periods = 1) => ({
  times: Array.from({ length: periods }, (_, index) => index),
  periodMs: 1,
  nodes: new Map(Object.entries(nodes).map(([name, requests]) => [name, node(requests)])),
});
const graph = callGraph(",a,b,c\na,0,0,1.0\nb,0,0,1.0\nc,0,0,0\n", "g.csv");

describe("a graph", () => {
  test("names the callers of each callee", () => expect([...graph]).toEqual([["c", ["a", "b"]]]));

  const broken: [text: string, error: string][] = [
    ["", "g.csv:1: an empty graph"],
    [",a\n,1.0\n", "g.csv:2: a row without a caller"],
    [",a\nb,yes\n", 'g.csv:2: "yes" is no number'],
  ];
  test.each(broken)("%j is refused", (text, error) => expect(() => callGraph(text, "g.csv")).toThrow(error));
});

const counts = (nodes: Record<string, (number | undefined)[]>, periods?: number) =>
  callsOf(told(nodes, periods), graph).map(({ period, caller, count }) => [period, caller, count]);

describe("the requests of a callee are spread over its callers", () => {
  test("as the callers' own requests are", () => {
    expect(counts({ a: [30], b: [10], c: [200] })).toEqual([
      [0, "a", 150],
      [0, "b", 50],
    ]);
  });
  test("none to a caller that is not counted when another is", () => {
    expect(counts({ a: [30], c: [200] })).toEqual([
      [0, "a", 200],
      [0, "b", 0],
    ]);
  });
  test("evenly when no caller is counted", () => {
    expect(counts({ c: [200] })).toEqual([
      [0, "a", 100],
      [0, "b", 100],
    ]);
  });
  test("in no period in which it had none", () => {
    expect(counts({ a: [1, 1], c: [undefined, 4] }, 2)).toEqual([
      [1, "a", 4],
      [1, "b", 0],
    ]);
  });
  test("one call each when it is never counted, so that the edge is there", () => {
    expect(counts({ a: [30], b: [10] })).toEqual([
      [0, "a", 1],
      [0, "b", 1],
    ]);
  });
});
