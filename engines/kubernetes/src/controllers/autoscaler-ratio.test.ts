import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { replicasForSamples, type Sample } from "./autoscaler-ratio.ts";

/** Percent of 100 wanted; `?` is not measured, `u` is not ready. */
const sample = (told: string): Sample => ({
  usage: told.includes("?") ? undefined : Number.parseInt(told, 10),
  wanted: 100,
  assumed: 100,
  isReady: !told.includes("u"),
});

test.each<[string, number, string[], number | undefined]>([
  ["at the target nothing changes", 2, ["100", "100"], 2],
  ["within a tenth nothing changes", 3, ["110", "110", "109"], 3],
  ["twice the target is twice the pods", 2, ["200", "200"], 4],
  ["half the target is half the pods", 4, ["50", "50", "50", "50"], 2],
  ["a part of a pod is a pod", 2, ["130", "130"], 3],
  ["a pod that is not ready does not hold up going down", 3, ["50", "50", "0u"], 1],
  ["a pod that is not ready counts as idle going up", 2, ["300", "0u"], 3],
  ["a pod that is not measured counts as idle going up", 2, ["190", "?"], 2],
  ["a pod that is not measured counts as full going down", 2, ["50", "?"], 2],
  ["without measures nothing is known", 2, ["?", "?"], undefined],
])("%s", (_, current, told, expected) => {
  expect(replicasForSamples(current, told.map(sample))).toBe(expected);
});

test("the more is used, the more pods there are", () => {
  const use = double({ min: 0, max: 1_000, noNaN: true });
  assert(
    property(integer({ min: 1, max: 20 }), use, use, (count, a, b) => {
      const replicas = (usage: number) =>
        replicasForSamples(
          count,
          Array.from({ length: count }, () => ({ ...sample("0"), usage })),
        ) ?? 0;
      expect(replicas(Math.min(a, b))).toBeLessThanOrEqual(replicas(Math.max(a, b)));
    }),
  );
});
