import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listMetrics, metricAttributes, metricSeries } from "../api.ts";
import { at, attributes, type Fixture, openFixture, resource, type Row } from "../fixture.ts";

let store: Fixture;
const minute = 60_000;

const series = (series_id: number, metric: string, nature: Row, set: Record<string, string> = {}): Row => ({
  day: "2026-11-21",
  metric,
  series_id,
  unit: "1",
  description: `about ${metric}`,
  service: "cart",
  resource_id: 1,
  ...nature,
  ...attributes(set),
});
const points = (
  metric: string,
  series_id: number,
  values: readonly number[],
  startedMs = -60 * minute,
): Row[] =>
  values.map((value, index) => ({
    metric,
    series_id,
    time: at((index - values.length) * minute),
    start_time: at(startedMs),
    value,
  }));
const gauge = { kind: 1, temporality: 0, monotonic: 0 };
const counter = { kind: 2, temporality: 2, monotonic: 1 };
const deltas = { kind: 2, temporality: 1, monotonic: 1 };

beforeAll(async () => {
  store = await openFixture();
  await store.insert("resources", [resource(1, { "service.name": "cart", "k8s.pod.name": "cart-1" })]);
  await store.insert("metric_series", [
    series(1, "heat", gauge, { room: "a" }),
    series(2, "heat", gauge, { room: "b" }),
    series(3, "requests", counter, { route: "/a" }),
    series(4, "requests", counter, { route: "/b" }),
    series(5, "jobs", deltas),
    series(6, "queue", { kind: 2, temporality: 2, monotonic: 0 }),
    series(7, "latency", { kind: 3, temporality: 2, monotonic: 0, unit: "s" }),
    series(8, "size", { kind: 4, temporality: 1, monotonic: 0, unit: "By" }),
    series(9, "pause", { kind: 5, temporality: 0, monotonic: 0, unit: "s" }),
  ]);
  await store.insert("metric_numbers", [
    ...points("heat", 1, [10, 20, 30, 40, 50]),
    ...points("heat", 2, [30, 30, 30, 30, 30]),
    ...points("requests", 3, [600, 1200, 1800, 60, 120]),
    ...points("requests", 4, [5, 5, 5, 5, 5]),
    ...points("jobs", 5, [60, 60, 60, 60, 120]),
    ...points("queue", 6, [1, 2, 3, 2, 1]),
  ]);
  const histogram = (minutes: number, counts: number[], count: number, sum: number): Row => ({
    metric: "latency",
    series_id: 7,
    time: at(minutes * minute),
    start_time: at(-60 * minute),
    count,
    sum,
    bounds: [0.1, 1.1],
    counts,
  });
  await store.insert("metric_distributions", [
    histogram(-3, [10, 0, 0], 10, 1),
    histogram(-2, [110, 0, 0], 110, 11),
    histogram(-1, [110, 100, 0], 210, 111),
    {
      metric: "size",
      series_id: 8,
      time: at(-2 * minute),
      start_time: at(-3 * minute),
      count: 4,
      sum: 12,
      scale: 0,
      positive_offset: 1,
      positive_counts: [4],
    },
    {
      metric: "size",
      series_id: 8,
      time: at(-1 * minute),
      start_time: at(-2 * minute),
      count: 8,
      sum: 24,
      scale: 1,
      positive_offset: 2,
      positive_counts: [4, 4],
    },
    {
      metric: "pause",
      series_id: 9,
      time: at(-2 * minute),
      start_time: at(-60 * minute),
      count: 10,
      sum: 5,
      quantiles: [0.5, 0.95],
      quantile_values: [0.25, 0.75],
    },
  ]);
});
afterAll(() => store.close());

/** The values of the last five minutes, one a minute. */
async function lastFive(metric: string, input: Partial<Parameters<typeof ask>[1]> = {}) {
  const answer = await ask(metric, input);
  expect(answer.stepSeconds).toBe(60);
  return Object.fromEntries(answer.series.map((line) => [Object.values(line.labels).join(","), line.values]));
}
function ask(
  metric: string,
  input: {
    aggregate?: "auto" | "avg" | "sum" | "max" | "rate" | "p50" | "p95" | "count";
    groupBy?: string[];
    filter?: string;
    maxSeries?: number;
  },
) {
  return store.call(metricSeries, { metric, from: "now-5m", to: "now", ...input });
}

describe("a gauge", () => {
  test("is averaged over its series", async () => {
    expect(await lastFive("heat")).toEqual({ "": [20, 25, 30, 35, 40] });
  });
  test("adds up across its series", async () => {
    expect(await lastFive("heat", { aggregate: "sum" })).toEqual({ "": [40, 50, 60, 70, 80] });
  });
  test("is split by an attribute, the largest first", async () => {
    const answer = await ask("heat", { groupBy: ["room"], maxSeries: 1 });
    expect(answer.series.map((line) => line.labels)).toEqual([{ room: "a" }]);
    expect(answer.moreSeries).toBe(1);
  });
  test("is split by an attribute of its resource, or by its service", async () => {
    expect(await lastFive("heat", { groupBy: ["k8s.pod.name"] })).toEqual({ "cart-1": [20, 25, 30, 35, 40] });
    expect(await lastFive("heat", { groupBy: ["service"] })).toEqual({ cart: [20, 25, 30, 35, 40] });
  });
  test("is filtered by an attribute of the point or of the resource", async () => {
    expect(await lastFive("heat", { filter: "room=a" })).toEqual({ "": [10, 20, 30, 40, 50] });
    expect(await lastFive("heat", { filter: "k8s.pod.name=cart-1 room=b" })).toEqual({
      "": [30, 30, 30, 30, 30],
    });
    expect(await lastFive("heat", { filter: "k8s.pod.name=other" })).toEqual({});
  });
  test("has no rate", async () => {
    await expect(ask("heat", { aggregate: "rate" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a sum", () => {
  test("that is cumulative has a rate, also when it starts anew", async () => {
    expect(await lastFive("requests", { groupBy: ["route"] })).toEqual({
      "/a": [0, 10, 10, 1, 1],
      "/b": [0, 0, 0, 0, 0],
    });
  });
  test("is told in its own unit a second", async () => {
    expect(await ask("requests", {})).toMatchObject({
      unit: "1/s",
      aggregate: "rate",
      metric: { kind: "sum" },
    });
  });
  test("of deltas has a rate", async () => {
    expect(await lastFive("jobs")).toEqual({ "": [1, 1, 1, 1, 2] });
  });
  test("that falls and rises is shown as it is", async () => {
    expect(await lastFive("queue")).toEqual({ "": [1, 2, 3, 2, 1] });
  });
});

describe("a distribution", () => {
  test("that is cumulative has percentiles of what each step observed", async () => {
    expect(await lastFive("latency", { aggregate: "p50" })).toEqual({ "": [null, null, null, 0.05, 0.6] });
  });
  test("has a count, an average and a rate of each step", async () => {
    expect(await lastFive("latency", { aggregate: "count" })).toEqual({ "": [null, null, 0, 100, 100] });
    expect(await lastFive("latency", { aggregate: "avg" })).toEqual({ "": [null, null, null, 0.1, 1] });
  });
  test("with exponential buckets has percentiles, whatever the scale of a point", async () => {
    expect(await lastFive("size", { aggregate: "p50" })).toEqual({ "": [null, null, null, 3, 3] });
  });
  test("that is a summary has the percentiles that were sent", async () => {
    const answer = await ask("pause", { aggregate: "p95" });
    expect(answer.series[0]?.values.filter((value) => value !== null)).toEqual([0.75]);
  });
});

describe("the catalogue", () => {
  test("finds metrics by a part of their name", async () => {
    const { metrics } = await store.call(listMetrics, { search: "QU", from: "now-1h" });
    expect(metrics.map((metric) => [metric.name, metric.kind, metric.series, metric.services])).toEqual([
      ["queue", "sum", 1, ["cart"]],
      ["requests", "sum", 2, ["cart"]],
    ]);
  });
  test("knows attributes of points and of resources", async () => {
    const { attributes } = await store.call(metricAttributes, { metric: "heat" });
    expect(attributes.map(({ key, source, values }) => [key, source, values])).toEqual([
      ["room", "point", ["a", "b"]],
      ["k8s.pod.name", "resource", ["cart-1"]],
      ["service.name", "resource", ["cart"]],
    ]);
  });
  test("answers for a metric that nobody sends", async () => {
    expect(await ask("nothing", {})).toMatchObject({ metric: null, series: [], moreSeries: 0 });
  });
});
