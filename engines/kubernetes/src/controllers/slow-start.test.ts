import { expect, test } from "vitest";
import { slowStart } from "./slow-start.ts";

test("work is begun once, then two at a time, then four", async () => {
  const batches: number[] = [];
  let size = 0;
  await slowStart(9, async () => {
    if (size++ === 0) setImmediate(() => batches.push(size) && (size = 0));
    await new Promise((resolve) => void setImmediate(resolve));
  });
  expect(batches).toEqual([1, 2, 4, 2]);
});

test.each([
  [1, 1],
  [2, 3],
  [3, 3],
  [5, 7],
])("work that fails from time %i on is tried %i times of 100", async (failsFrom, expected) => {
  let times = 0;
  const work = async () => {
    if (++times >= failsFrom) throw new Error("quota");
  };
  await expect(slowStart(100, work)).rejects.toThrow("quota");
  expect(times).toBe(expected);
});
