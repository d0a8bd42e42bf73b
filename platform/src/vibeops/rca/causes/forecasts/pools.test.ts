import { describe, expect, test } from "vitest";
import { diagnose } from "../../diagnose.ts";
import { shop, window } from "../../fixture.ts";
import type { Series } from "../../scene/series.ts";

const times = Array.from({ length: 60 }, (_, i) => window.from + i * 10_000);
const series = (metric: string, state: string, valueAt: (minutes: number) => number): Series => ({
  metric,
  matter: "pool",
  service: "catalog",
  pod: "catalog-0",
  node: "",
  attributes: {
    "db.client.connection.pool.name": "shop",
    ...(state && { "db.client.connection.state": state }),
  },
  unit: "{connection}",
  times,
  values: times.map((time) => valueAt((time - window.from) / 60_000)),
});
const pool = (usedAt: (minutes: number) => number) => [
  series("db.client.connection.count", "used", usedAt),
  series("db.client.connection.count", "idle", (at) => 20 - usedAt(at)),
  series("db.client.connection.max", "", () => 20),
];
const found = (all: readonly Series[]) => diagnose({ ...shop(), series: all });

test("connections that are taken and not given back: when none will be free is told before", () => {
  const { causes } = found(pool((at) => 4 + Math.floor(at * 1.4)));
  expect(causes[0]).toMatchObject({ service: "catalog", kind: "pool-exhausted" });
  expect(causes[0]?.headline.en).toContain("soon no connection will be free");
  expect(causes[0]?.why[0]?.en).toMatch(
    /^catalog uses 17 of 20 connections of its pool, 1\.\d+ more each minute: none is free in about [12](\.\d+)? min\.$/,
  );
  expect(causes[0]?.why[0]?.ko).toMatch(/20개 중 17개를 사용 중이고 .* 고갈됩니다/);
});

describe("is no trouble:", () => {
  test.each<[what: string, usedAt: (minutes: number) => number]>([
    ["a pool that breathes", (at) => 12 + Math.round(4 * Math.sin(at * 3))],
    ["a pool that is in use", () => 19],
    ["a pool with plenty left", (at) => Math.floor(at / 2)],
  ])("%s", (_, usedAt) => {
    expect(found(pool(usedAt))).toMatchObject({ verdict: "healthy", causes: [] });
  });
});
