import { describe, expect, test } from "vitest";
import { Balance } from "./balance.ts";
import type { Address } from "./ports.ts";

const endpoints = (count: number): Address[] =>
  Array.from({ length: count }, (_, index) => ({ host: `127.16.0.${index + 10}`, port: 8080 }));

describe("the order in which endpoints are tried", () => {
  test.each([0, 1, 2, 5])("has each of %d once", (count) => {
    const all = endpoints(count);
    const order = [...new Balance().order(all)];
    expect(order.toSorted((a, b) => (a.host < b.host ? -1 : 1))).toEqual(all);
  });

  test("of two begins with the one that has fewer connections", () => {
    const [busy, idle] = endpoints(2) as [Address, Address];
    const balance = new Balance();
    balance.hold(busy);
    for (let round = 0; round < 20; round++) expect([...balance.order([busy, idle])]).toEqual([idle, busy]);
  });

  test("never begins with the busiest of many", () => {
    const all = endpoints(10);
    const balance = new Balance();
    for (const [index, endpoint] of all.entries())
      for (let held = 0; held < index; held++) balance.hold(endpoint);
    for (let round = 0; round < 500; round++) expect(balance.order(all).next().value).not.toEqual(all[9]);
  });
});

test("a thousand connections that stay are spread evenly", () => {
  const all = endpoints(10);
  const balance = new Balance();
  for (let opened = 0; opened < 1000; opened++) {
    const { value } = balance.order(all).next();
    if (value) balance.hold(value);
  }
  for (const endpoint of all) expect(Math.abs(balance.connections(endpoint) - 100)).toBeLessThan(10);
});

test("a connection is counted off once, however often it is said to have ended", () => {
  const [endpoint] = endpoints(1) as [Address];
  const balance = new Balance();
  const [first] = [balance.hold(endpoint), balance.hold(endpoint)];
  first();
  first();
  expect(balance.connections(endpoint)).toBe(1);
});
