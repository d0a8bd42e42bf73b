import { expect, test } from "vitest";
import { Remembered } from "./remembered.ts";

test("it is read once for all who ask within a second, and again afterwards", async () => {
  let now = 0;
  let reads = 0;
  const remembered = new Remembered(() => Promise.resolve(++reads), 1000, { now: () => now });
  expect(await Promise.all([remembered.get(), remembered.get()])).toEqual([1, 1]);
  now = 999;
  expect(await remembered.get()).toBe(1);
  now = 1000;
  expect(await remembered.get()).toBe(2);
});

test("a failure is not remembered", async () => {
  let reads = 0;
  const once = () => (++reads === 1 ? Promise.reject(new Error("away")) : Promise.resolve("here"));
  const remembered = new Remembered(once, 1000, { now: () => 0 });
  await expect(remembered.get()).rejects.toThrow("away");
  expect(await remembered.get()).toBe("here");
});
