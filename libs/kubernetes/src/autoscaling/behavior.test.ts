import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { type Bounds, type History, limited } from "./behavior.ts";

const autoscaler = (behavior: Bounds["behavior"] = {}, minReplicas = 1, maxReplicas = 100): Bounds => ({
  minReplicas,
  maxReplicas,
  behavior,
});
const none: History = { recommended: [], scaled: [] };
const now = 1_000_000;
const pods = (value: number, periodSeconds = 60) => [{ type: "Pods" as const, value, periodSeconds }];

test.each<[string, Bounds, number, number, History, number, string]>([
  ["what is within range is done", autoscaler(), 4, 6, none, 6, "DesiredWithinRange"],
  ["no more than twice as many at once", autoscaler(), 10, 50, none, 20, "ScaleUpLimit"],
  ["but four more always", autoscaler(), 1, 50, none, 5, "ScaleUpLimit"],
  ["no more than the most", autoscaler({}, 1, 8), 6, 50, none, 8, "TooManyReplicas"],
  ["no fewer than the least", autoscaler({}, 3), 6, 1, none, 3, "TooFewReplicas"],
  [
    "as fast as a policy says",
    autoscaler({ scaleDown: { policies: pods(2) } }),
    10,
    1,
    none,
    8,
    "ScaleDownLimit",
  ],
  [
    "what was scaled before counts",
    autoscaler({ scaleUp: { policies: pods(3) } }),
    12,
    50,
    { recommended: [], scaled: [{ at: now - 30_000, replicas: 2 }] },
    13,
    "ScaleUpLimit",
  ],
  [
    "not at all where it is disabled",
    autoscaler({ scaleDown: { selectPolicy: "Disabled" } }),
    10,
    1,
    none,
    10,
    "ScaleDownLimit",
  ],
  [
    "down no further than was recommended lately",
    autoscaler(),
    10,
    2,
    { recommended: [{ at: now - 200_000, replicas: 7 }], scaled: [] },
    7,
    "DesiredWithinRange",
  ],
  [
    "what was recommended long ago is forgotten",
    autoscaler(),
    10,
    2,
    { recommended: [{ at: now - 301_000, replicas: 7 }], scaled: [] },
    2,
    "DesiredWithinRange",
  ],
])("%s", (_, wanted, current, desired, history, replicas, reason) => {
  expect(limited(wanted, current, desired, history, now)).toMatchObject({ replicas, reason });
});

test("whatever is wanted, the result is within the bounds and on the way there", () => {
  const count = integer({ min: 1, max: 200 });
  assert(
    property(count, count, count, count, (current, desired, a, b) => {
      const [least, most] = [Math.min(a, b), Math.max(a, b)];
      const start = Math.min(most, Math.max(least, current));
      const { replicas } = limited(autoscaler({}, least, most), start, desired, none, now);
      expect(replicas).toBeGreaterThanOrEqual(Math.max(least, Math.min(start, desired)));
      expect(replicas).toBeLessThanOrEqual(Math.min(most, Math.max(start, desired)));
    }),
  );
});
