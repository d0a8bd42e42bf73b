import { instantQuery, type SeriesSource } from "@naru/promql";
import { toOtlp } from "@naru/remote-write";
import { eventually } from "@naru/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storeRequest } from "#telemetry/ingest/fixture.ts";
import { type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import { prometheus, promqlSource } from "../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture((clickhouse, clock) => prometheus({ clickhouse, clock }));
});
afterAll(() => fixture.close());

async function write(name: string): Promise<void> {
  const series = { labels: [["__name__", name]], type: "gauge", help: "", unit: "" } as const;
  const samples = [{ time: Date.now(), start: 0, value: 1 }];
  const anyTime = { oldest: 0, newest: Number.MAX_SAFE_INTEGER };
  const { body } = toOtlp([{ ...series, samples, histograms: [], exemplars: [] }], anyTime);
  await storeRequest(fixture.clickhouse, "metrics", body, Date.now() / 1000);
}

async function count(source: SeriesSource, query: string): Promise<number> {
  const { signal } = new AbortController();
  const { result } = await instantQuery(query, Date.now(), { source, signal });
  return result.type === "vector" ? result.rows.length : 0;
}

test("who keeps names finds new points of what is known at once, and a new metric a moment later", async () => {
  const keeping = promqlSource(fixture.clickhouse, 1500);
  await write("first");
  expect(await count(keeping, "first")).toBe(1);
  await write("second");
  expect([await count(keeping, "first"), await count(keeping, "second")]).toEqual([1, 0]);
  expect(await count(promqlSource(fixture.clickhouse), "second")).toBe(1);
  await eventually(async () => expect(await count(keeping, "second")).toBe(1), 5000);
});

test("names that could not be read are asked for again", async () => {
  let isAway = true;
  const { clickhouse } = fixture;
  const flaky = new Proxy(clickhouse, {
    get(of, key) {
      if (key === "query" && isAway) return () => Promise.reject(new Error("the store is away"));
      const value: unknown = Reflect.get(of, key);
      return typeof value === "function" ? (value.bind(of) as unknown) : value;
    },
  });
  const keeping = promqlSource(flaky, 60_000);
  await expect(count(keeping, "first")).rejects.toThrow("the store is away");
  isAway = false;
  expect(await count(keeping, "first")).toBe(1);
});
