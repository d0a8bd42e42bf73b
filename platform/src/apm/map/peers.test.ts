import { expect, test } from "vitest";
import { placeOf, placeOfQueue, serviceNamed } from "./peers.ts";

const services = new Set(["catalog", "order-api", "com"]);

test.each([
  ["catalog", "catalog"],
  ["catalog:8080", "catalog"],
  ["catalog.shop.svc", "catalog"],
  ["catalog.shop.svc.cluster.local:80", "catalog"],
  ["order-api.shop.svc.cluster.local", "order-api"],
  ["catalog.com", undefined],
  ["catalog.shop.example.org", undefined],
  ["cart", undefined],
  ["127.0.0.1:8080", undefined],
  ["", undefined],
])("%j means the service %j", (peer, expected) => {
  expect(serviceNamed(peer, services)).toBe(expected);
});

test.each([
  ["database", "postgresql", "db:5432", "shop", "database:postgresql:db:5432:shop", "shop"],
  ["database", "mysql", "db:3306", "", "database:mysql:db:3306", "db:3306"],
  ["cache", "redis", "cache:6379", "0", "cache:redis:cache:6379", "cache:6379"],
  ["messaging", "kafka", "broker-1:9092", "orders", "queue:kafka:orders", "orders"],
  ["http", "", "api.bank.example:443", "", "outside:api.bank.example:443", "api.bank.example:443"],
  ["rpc", "grpc", "", "shop.Rates", "outside:shop.Rates", "shop.Rates"],
  ["other", "", "", "", "outside:other", "other"],
] as const)("a %s of %j at %j, %j is %s", (category, system, peer, target, id, name) => {
  expect(placeOf({ category, system, peer, target })).toMatchObject({ id, name });
});

test("a queue is the same for who fills it and who empties it", () => {
  const call = { category: "messaging", system: "kafka", peer: "broker-2:9092", target: "orders" } as const;
  expect(placeOf(call)).toEqual(placeOfQueue("kafka", "orders"));
});
