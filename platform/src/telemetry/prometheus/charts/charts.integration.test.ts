import { encode, requests } from "@naru/otlp";
import { gauge, histogram, metrics, sum } from "@naru/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeRequest } from "#telemetry/ingest/fixture.ts";
import { type Fixture, now, openFixture } from "#telemetry/query/fixture.ts";
import { promql, promqlLabels, promqlValues } from "../api.ts";
import { prometheus } from "../index.ts";

let store: Fixture;
const nano = (ms: number) => BigInt(ms) * 1_000_000n;
/** A quarter of an hour, a point a minute, the last one now. */
const minutes = Array.from({ length: 16 }, (_, i) => ({ i, time: nano(now - (15 - i) * 60_000) }));

const sent = metrics(
  [
    sum(
      { name: "http.server.requests", unit: "{request}", isMonotonic: true },
      minutes.map(({ i, time }) => ({ time, attributes: { route: "/cart" }, asInt: BigInt(60 * i) })),
    ),
    gauge(
      { name: "heap", unit: "By" },
      ["a", "b", "c"].flatMap((space, size) =>
        minutes.map(({ time }) => ({ time, attributes: { space }, asDouble: 1000 * (size + 1) })),
      ),
    ),
    histogram(
      { name: "gc", unit: "s" },
      minutes.map(({ i, time }) => ({
        time,
        attributes: {},
        count: BigInt(i),
        sum: i,
        bounds: [0.1, 1],
        counts: [BigInt(i), 0n, 0n],
      })),
    ),
  ],
  { service: "cart" },
);

beforeAll(async () => {
  store = await openFixture((clickhouse, clock) => prometheus({ clickhouse, clock }));
  await storeRequest(store.clickhouse, "metrics", encode(requests.metrics, sent), now / 1000);
});
afterAll(() => store.close());

const lastQuarter = { from: "now-15m", to: "now" };
const ask = async (expr: string, more: object = {}) => {
  const { answers, ...grid } = await store.call(promql, {
    ...lastQuarter,
    queries: [{ expr, ...more }],
  });
  return { ...grid, answer: answers[0] };
};

describe("a chart is asked for in PromQL", () => {
  test("its step follows from its width", async () => {
    const steps = [120, 300, 900, 4000].map(async (width) => {
      const queries = [{ expr: "1" }];
      return (await store.call(promql, { ...lastQuarter, queries, width })).stepSeconds;
    });
    expect(await Promise.all(steps)).toEqual([30, 20, 20, 20]);
  });

  test("rates look back over more points than one, however fine the chart", async () => {
    const { times, answer } = await ask("sum(rate(http_server_requests_total[$__rate_interval]))");
    expect(answer?.series).toHaveLength(1);
    expect(answer?.series[0]?.values).toHaveLength(times.length);
    expect(answer?.series[0]?.values.at(-1)).toBeCloseTo(1);
  });

  test("series are named by the legend", async () => {
    const { answer } = await ask('heap_bytes{space!="c"}', { legend: "{{space}} of {{job}}" });
    expect(answer?.series.map(({ name, values }) => [name, values.at(-1)])).toEqual([
      ["a of cart", 1000],
      ["b of cart", 2000],
    ]);
  });

  test("an instant query has one value, the one at the end", async () => {
    const { answer } = await ask("sum(heap_bytes)", { instant: true });
    expect(answer?.series.map(({ values }) => values)).toEqual([[6000]]);
  });

  test("of too many series the greatest are told, and how many are not", async () => {
    const queries = [{ expr: "heap_bytes", legend: "{{space}}" }];
    const { answers } = await store.call(promql, { ...lastQuarter, queries, maxSeries: 2 });
    expect(answers[0]?.series.map(({ name }) => name)).toEqual(["b", "c"]);
    expect(answers[0]?.moreSeries).toBe(1);
  });

  test("what is no number is no value", async () => {
    const { answer } = await ask("0 / 0");
    expect(new Set(answer?.series[0]?.values)).toEqual(new Set([null]));
  });

  test("a mistake is told at its place and stops no other query", async () => {
    const wrong = "rate(heap_bytes[$__interval]) +* 1";
    const queries = [{ expr: wrong }, { expr: "heap_bytes[5m]" }, { expr: "vector(1)" }];
    const { answers } = await store.call(promql, { ...lastQuarter, queries });
    expect(answers.map(({ error }) => error?.position?.start ?? null)).toEqual([
      wrong.indexOf("*"),
      null,
      null,
    ]);
    expect(answers[1]?.error?.message).toContain("invalid expression type");
    expect(answers[2]?.series).toHaveLength(1);
  });

  test("Prometheus's warnings come along", async () => {
    const { answer } = await ask("histogram_quantile(2, gc_seconds_bucket)");
    expect(answer?.warnings.join()).toContain("quantile value should be between 0 and 1");
  });
});

describe("an editor is told", () => {
  test("names of metrics", async () => {
    const { values } = await store.call(promqlValues, {
      ...lastQuarter,
      label: "__name__",
      search: "HEAP",
    });
    expect(values).toEqual(["heap_bytes"]);
  });
  test("labels of a selector, and their values", async () => {
    const selector = "heap_bytes";
    expect((await store.call(promqlLabels, { ...lastQuarter, selector })).labels).toEqual([
      "__name__",
      "job",
      "space",
    ]);
    const asked = { ...lastQuarter, selector, label: "space", limit: 2 };
    expect(await store.call(promqlValues, asked)).toEqual({ values: ["a", "b"], isTruncated: true });
  });
  test("that a selector is none", async () => {
    const asked = { ...lastQuarter, selector: "sum(a)", label: "space" };
    await expect(store.call(promqlValues, asked)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
