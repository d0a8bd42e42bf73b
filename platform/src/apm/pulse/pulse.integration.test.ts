import { afterAll, beforeAll, expect, test } from "vitest";
import { at, type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import { pulse } from "../api.ts";
import { apm } from "../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
});
afterAll(() => fixture.close());

const span = (ago: number, ms: number, status = 0, service = "cart") => ({
  start_time: at(-ago),
  duration: ms * 1e6,
  inner: 0,
  service,
  status,
});

test("requests, errors, quantiles and Apdex, beside the day and the week before", async () => {
  await fixture.insert("spans", [
    ...Array.from({ length: 6 }, () => span(65_000, 100)),
    ...Array.from({ length: 3 }, () => span(65_000, 1500)),
    span(65_000, 9000),
    span(65_000, 50, 2, "order"),
    span(86_400_000 + 65_000, 100),
    span(7 * 86_400_000 + 65_000, 100, 2),
  ]);
  const cart = await fixture.call(pulse, { service: "cart" });
  expect(cart).toMatchObject({ requests: 10, errors: 0, errorRatio: 0, apdex: 0.75 });
  expect(cart.rate).toBeCloseTo(10 / 900, 5);
  expect((cart.p50Nano ?? 0) / 1e6).toBeCloseTo(100, -1);
  expect((cart.p95Nano ?? 0) / 1e6).toBeGreaterThan(8500);
  expect(cart.series.requests.reduce((a, b) => a + b)).toBe(10);
  expect(cart.series.apdex.filter((value) => value !== null)).toEqual([0.75]);
  expect(cart.dayBefore).toMatchObject({ requests: 1, apdex: 1 });
  expect(cart.weekBefore).toMatchObject({ requests: 1, errors: 1, apdex: 0 });
  expect(await fixture.call(pulse, {})).toMatchObject({ requests: 11, errors: 1 });
  expect(await fixture.call(pulse, { service: "none" })).toMatchObject({
    requests: 0,
    apdex: null,
    p95Nano: null,
  });
});
