import { expect, test } from "vitest";
import { AddressPool } from "./addresses.ts";

test("each holder has an address of its own, and keeps it", () => {
  const pool = new AddressPool("127.16", 2);
  expect(["a", "b", "a", "c"].map((holder) => pool.hold(holder))).toEqual([
    "127.16.0.2",
    "127.16.0.3",
    "127.16.0.2",
    "127.16.0.4",
  ]);
});

test("what is given back is given out last", () => {
  const pool = new AddressPool("127.16", 2);
  pool.hold("a");
  pool.release("a");
  expect(pool.hold("b")).toBe("127.16.0.3");
});

test("an address that is asked for is given when it is free and of the range", () => {
  const pool = new AddressPool("127.96", 1);
  expect(pool.hold("a", "127.96.7.9")).toBe("127.96.7.9");
  expect(pool.isFree("127.96.7.9")).toBe(false);
  expect(pool.hold("b", "127.96.7.9")).toBe("127.96.0.1");
  expect(pool.hold("c", "10.0.0.1")).toBe("127.96.0.2");
});

test.each([
  ["127.96.0.1", true],
  ["127.96.255.254", true],
  ["127.96.0.0", false],
  ["127.96.255.255", false],
  ["127.96.1", false],
  ["127.96.1.256", false],
  ["127.96.1.2.3", false],
  ["10.0.0.1", false],
])("%s is of the range: %s", (address, isOne) =>
  expect(new AddressPool("127.96", 1).contains(address)).toBe(isOne),
);
