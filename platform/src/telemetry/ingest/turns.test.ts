import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("no more than the given number run at once, each gets its turn in order, and a failure gives its place on", async () => {
  const turns = new Turns(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const run = async (n: number) => {
    started.push(n);
    most = Math.max(most, ++running);
    await setImmediate();
    running--;
    if (n === 1) throw new Error("failed");
    return n;
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => turns.take(() => run(n))));
  expect(results.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
});
