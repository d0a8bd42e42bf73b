import { afterAll, beforeAll, expect, test } from "vitest";
import { at, attributes, type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import { topCalls, topRoutes, topUrls } from "../api.ts";
import { apm } from "../index.ts";

const ms = 1e6;
const request = (service: string, name: string, took: number, set: Record<string, string>, status = 0) => ({
  start_time: at(-130_000),
  duration: took * ms,
  inner: 0,
  kind: 2,
  service,
  name,
  status,
  ...attributes(set),
});
const call = (set: Record<string, string>, took: number) => ({
  start_time: at(-130_000),
  duration: took * ms,
  inner: 1,
  kind: 3,
  service: "cart",
  name: "call",
  ...attributes(set),
});

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("spans", [
    request("front", "GET /cart/:id", 10, { "url.path": "/cart/1" }),
    request("front", "GET /cart/:id", 20, { "url.path": "/cart/1" }),
    request("front", "GET /cart/:id", 30, { "http.target": "/cart/2?x=1" }, 2),
    request("order", "POST /orders", 100, { "http.url": "http://order/orders?x=1" }),
    request("order", "job", 1, { n: "1" }),
    call({ "db.system.name": "redis", "server.address": "cache" }, 5),
    call({ "http.request.method": "GET", "server.address": "bank", "server.port": "443" }, 50),
    call({ "http.request.method": "GET", "server.address": "bank", "server.port": "443" }, 70),
  ]);
});
afterAll(() => fixture.close());

test.each([
  ["total", ["POST /orders", "GET /cart/:id", "job"]],
  ["requests", ["GET /cart/:id", "POST /orders", "job"]],
  ["errors", ["GET /cart/:id", "POST /orders", "job"]],
  ["p95", ["POST /orders", "GET /cart/:id", "job"]],
] as const)("routes by %s", async (order, expected) => {
  const { routes } = await fixture.call(topRoutes, { order });
  const names = routes.map(({ name }) => name);
  expect(names[0]).toBe(expected[0]);
  expect(names.toSorted()).toEqual([...expected].toSorted());
});

test("a route has its rate, errors and time", async () => {
  const { routes } = await fixture.call(topRoutes, { service: "front" });
  expect(routes).toMatchObject([
    { service: "front", name: "GET /cart/:id", kind: "server", requests: 3, errors: 1, totalNano: 60 * ms },
  ]);
});

test("URLs are told as they were sent, without what is asked of them", async () => {
  const { urls } = await fixture.call(topUrls, {});
  expect(urls.map(({ service, url, requests, errors }) => [service, url, requests, errors])).toEqual([
    ["front", "/cart/1", 2, 0],
    ["front", "/cart/2", 1, 1],
    ["order", "/orders", 1, 0],
  ]);
});

test("calls are told by whom they go to", async () => {
  const { calls } = await fixture.call(topCalls, {});
  expect(
    calls.map(({ service, category, system, peer, requests, totalNano }) => [
      service,
      category,
      system,
      peer,
      requests,
      totalNano / ms,
    ]),
  ).toEqual([
    ["cart", "http", "", "bank:443", 2, 120],
    ["cart", "cache", "redis", "cache", 1, 5],
  ]);
});
