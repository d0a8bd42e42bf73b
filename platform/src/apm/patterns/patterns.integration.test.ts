import { afterAll, beforeAll, expect, test } from "vitest";
import { at, type Fixture, now, openFixture, resource } from "#telemetry/query/fixture.ts";
import { findPatterns } from "../api.ts";
import { apm } from "../index.ts";
import { randomFrom } from "./scene.fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
});
afterAll(() => fixture.close());

const minutes = 60_000;
const span = (service: string, name: string, ended: number, took: number, more: object = {}) => ({
  start_time: at(Math.round(ended - took)),
  duration: Math.round(took * 1e6),
  inner: 0,
  kind: 2,
  service,
  name,
  ...more,
});

test("a timeout, a lock let go and one slow pod are found where they are, and nothing elsewhere", async () => {
  const random = randomFrom(7);
  const when = () => -Math.floor(random() * 14 * minutes) - 1000;
  const usual = (times = 1) => times * (10 + 20 * random());
  await fixture.insert("resources", [
    resource(1, { "service.name": "cart", "k8s.pod.name": "cart-0" }),
    resource(2, { "service.name": "cart", "k8s.pod.name": "cart-1" }),
    resource(3, { "service.name": "cart", "k8s.pod.name": "cart-2" }),
  ]);
  await fixture.insert("spans", [
    ...Array.from({ length: 300 }, () => span("pay", "POST /pay", when(), usual())),
    ...Array.from({ length: 30 }, () => span("pay", "POST /pay", when(), 1500 + random(), { status: 2 })),
    ...Array.from({ length: 300 }, () => span("order", "GET /orders", when(), usual())),
    ...Array.from({ length: 25 }, () =>
      span("order", "GET /orders", -300_000 + random() * 60, 300 + random() * 5000),
    ),
    ...Array.from({ length: 600 }, (_, i) =>
      span("cart", "GET /cart", when(), usual(i % 3 === 2 ? 20 : 1), { resource_id: (i % 3) + 1 }),
    ),
    ...Array.from({ length: 300 }, () => span("calm", "GET /", when(), usual())),
  ]);
  const { patterns, looked } = await fixture.call(findPatterns, {});
  expect(looked).toBe(1555);
  const found = Object.fromEntries(
    patterns.map((pattern) => [`${pattern.service} ${pattern.kind}`, pattern]),
  );
  expect(Object.keys(found).toSorted()).toEqual(["cart bands", "order vertical", "pay horizontal"]);
  expect(found["pay horizontal"]).toMatchObject({ operation: "POST /pay", failedShare: 1, pod: "" });
  expect(found["pay horizontal"]?.box.leastMs).toBeLessThan(1500);
  expect(found["order vertical"]?.box.from).toBeLessThanOrEqual(now - 299_900);
  expect(found["order vertical"]?.box.to).toBeGreaterThan(now - 300_000);
  expect(found["cart bands"]).toMatchObject({ operation: "GET /cart", pod: "cart-2" });
  expect((await fixture.call(findPatterns, { filter: "service=calm" })).patterns).toEqual([]);
  expect((await fixture.call(findPatterns, { filter: "service=none" })).patterns).toEqual([]);
});
