import { expect, test } from "vitest";
import { ManualClock, settled } from "./manual-clock.fixture.ts";
import { backOff, WorkQueue } from "./queue.ts";

test.each([
  [1, 5],
  [2, 10],
  [3, 20],
  [10, 2_560],
  [18, 655_360],
  [19, 1_000_000],
  [400, 1_000_000],
])("after %i failures in a row a key waits %i ms", (failures, milliseconds) => {
  expect(backOff(failures)).toBe(milliseconds);
});

test("a key that is added often before its turn is worked on once", async () => {
  const worked: string[] = [];
  const queue = new WorkQueue({ clock: new ManualClock(), work: async (key) => void worked.push(key) });
  for (const key of ["a", "b", "a", "a"]) queue.add(key);
  await settled();
  expect(worked).toEqual(["a", "b"]);
});

test("a key that is added during its turn has another turn, after the first", async () => {
  const turns: string[] = [];
  const gate = Promise.withResolvers<void>();
  const queue = new WorkQueue({
    clock: new ManualClock(),
    work: async () => {
      turns.push("begin");
      await gate.promise;
      turns.push("end");
    },
  });
  queue.add("a");
  await settled();
  queue.add("a");
  queue.add("a");
  await settled();
  expect(turns).toEqual(["begin"]);
  gate.resolve();
  await settled();
  expect(turns).toEqual(["begin", "end", "begin", "end"]);
});

test("no more keys are worked on at once than there are workers", async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  };
  const queue = new WorkQueue({ clock: new ManualClock(), workers: 2, work });
  for (const key of ["a", "b", "c", "d", "e"]) queue.add(key);
  await settled();
  expect(most).toBe(2);
});

test("a key that fails is tried again, later each time, and at once again after a success", async () => {
  const clock = new ManualClock();
  const outcomes = [true, true, true, false, true];
  const queue = new WorkQueue({
    clock,
    work: async () => {
      if (outcomes.shift()) throw new Error("the disk is full");
    },
  });
  queue.add("a");
  await settled();
  for (const wait of [5, 10, 20]) {
    expect(clock.pending).toEqual([wait]);
    await clock.advance(wait);
  }
  expect(clock.pending).toEqual([]);
  queue.add("a");
  await settled();
  expect(clock.pending).toEqual([5]);
});

test("of two delays the earlier one counts", async () => {
  const clock = new ManualClock();
  const queue = new WorkQueue({ clock, work: async () => {} });
  queue.addAfter("a", 100);
  queue.addAfter("a", 50);
  queue.addAfter("a", 80);
  expect(clock.pending).toEqual([50]);
});

test("what work returns is when the key has its next turn", async () => {
  const clock = new ManualClock();
  const turns: number[] = [];
  const queue = new WorkQueue({ clock, work: async () => (turns.push(clock.now()) < 3 ? 1_000 : undefined) });
  queue.add("a");
  await settled();
  await clock.advance(1_000);
  await clock.advance(1_000);
  await clock.advance(1_000);
  expect(turns).toEqual([0, 1_000, 2_000]);
});

test("a stopped queue begins nothing and waits for what was begun", async () => {
  const gate = Promise.withResolvers<void>();
  const worked: string[] = [];
  const queue = new WorkQueue({
    clock: new ManualClock(),
    workers: 1,
    work: async (key) => {
      worked.push(key);
      await gate.promise;
    },
  });
  queue.add("a");
  queue.add("b");
  await settled();
  const stopped = queue.stop();
  queue.add("c");
  gate.resolve();
  await stopped;
  expect(worked).toEqual(["a"]);
});
