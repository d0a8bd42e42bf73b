import { expect, test } from "vitest";
import { Repeating } from "./repeating.ts";

const silent = () => undefined;

test("work is repeated, never twice at a time, whether it fails or not", async () => {
  let runs = 0;
  let atOnce = 0;
  let most = 0;
  const errors: unknown[] = [];
  const done = Promise.withResolvers<void>();
  const repeating = new Repeating(
    async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce--;
      runs++;
      if (runs === 4) done.resolve();
      if (runs % 2 === 0) throw new Error(`run ${runs}`);
    },
    () => 0,
    (error) => errors.push((error as Error).message),
  );
  repeating.start();
  await done.promise;
  await repeating.stop();
  expect(most).toBe(1);
  expect(errors.slice(0, 1)).toEqual(["run 2"]);
});

test("stopping waits for what is under way, tells it to end, and begins nothing more", async () => {
  let runs = 0;
  let ended = false;
  const repeating = new Repeating(
    async (signal) => {
      runs++;
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      ended = true;
      throw new Error("told by nobody");
    },
    () => 0,
    silent,
  );
  repeating.start();
  await repeating.stop();
  expect([runs, ended]).toEqual([1, true]);
});

test("the pause is told how long the work took", async () => {
  const told: number[] = [];
  const done = Promise.withResolvers<void>();
  const repeating = new Repeating(
    () => new Promise((resolve) => setTimeout(resolve, 20)),
    (took) => {
      told.push(took);
      done.resolve();
      return 60_000;
    },
    silent,
  );
  repeating.start();
  await done.promise;
  await repeating.stop();
  expect(told[0]).toBeGreaterThanOrEqual(19);
});
