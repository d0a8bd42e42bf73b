import { array, assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomeOf } from "./outcome.ts";
import { simulate, type Simulated } from "./simulate.ts";

const minute = 60_000;
const settings: Simulated = {
  stepMs: minute,
  load: [],
  target: 10,
  podCapacity: 20,
  bounds: { minReplicas: 1, maxReplicas: 10 },
  startMs: 0,
  initial: 2,
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const desired = (of: Partial<Simulated>) => simulate({ ...settings, ...of }).desired;

describe("at a target of ten a pod", () => {
  test.each<[string, Partial<Simulated>, number[]]>([
    ["what fits changes nothing", { load: times(4, 20) }, [2, 2, 2, 2]],
    ["within a tenth nothing changes", { load: times(3, 21.9) }, [2, 2, 2]],
    ["more calls for more, at once", { load: [20, 38, 38] }, [2, 4, 4]],
    [
      "fewer are enough only after five minutes of it",
      { load: [...times(2, 40), ...times(7, 10)], initial: 4 },
      [4, 4, 4, 4, 4, 4, 4, 1, 1],
    ],
    ["never more than the most", { load: times(3, 900), podCapacity: 1000 }, [10, 10, 10]],
    [
      "never fewer than the least",
      { load: times(8, 0), bounds: { minReplicas: 2, maxReplicas: 4 } },
      times(8, 2),
    ],
    ["where nothing is known, nothing is changed", { load: [20, null, null, 20] }, [2, 2, 2, 2]],
    [
      "a policy of one pod a minute is kept",
      {
        load: times(4, 60),
        bounds: {
          maxReplicas: 10,
          behavior: { scaleUp: { policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] } },
        },
      },
      [3, 4, 5, 6],
    ],
  ])("%s", (_, given, expected) => {
    expect(desired(given)).toEqual(expected);
  });

  test("pods that start for two minutes are missing for as long", () => {
    const { ready } = simulate({ ...settings, load: [20, 40, 40, 40, 40], startMs: 2 * minute });
    expect(ready).toEqual([2, 2, 2, 4, 4]);
    expect(outcomeOf(ready, ready, [20, 60, 60, 60, 60], 20, 60).shortMinutes).toBe(2);
  });

  test("no more is measured of a pod than it can take: a jump is followed in steps", () => {
    const jump = { load: times(3, 200), podCapacity: 12, startMs: 20_000 };
    expect(desired(jump)).toEqual([4, 6, 10]);
    expect(desired({ ...jump, podCapacity: 1000 })).toEqual([10, 10, 10]);
  });
});

const loads = array(double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 60 });

test("replicas stay within their bounds once they are, and no more are ready than there are", () => {
  assert(
    property(loads, integer({ min: 1, max: 5 }), integer({ min: 0, max: 10 }), (load, minReplicas, more) => {
      const bounds = { minReplicas, maxReplicas: minReplicas + more };
      const course = simulate({ ...settings, load, bounds, initial: minReplicas, startMs: 30_000 });
      for (const [i, count] of course.desired.entries()) {
        expect(count).toBeGreaterThanOrEqual(bounds.minReplicas);
        expect(count).toBeLessThanOrEqual(bounds.maxReplicas);
        expect(course.ready[i]).toBeLessThanOrEqual(count);
      }
    }),
  );
});

test("a lower target never costs fewer pod-hours under a load that only grows", () => {
  assert(
    property(loads, (load) => {
      const growing = load.toSorted((a, b) => a - b);
      const hours = (target: number) =>
        desired({ load: growing, target, podCapacity: 1e6, initial: 1 }).reduce(
          (sum, count) => sum + count,
          0,
        );
      expect(hours(5)).toBeGreaterThanOrEqual(hours(10));
    }),
  );
});

describe("what came of it", () => {
  test("is counted: pod-hours, minutes that were short, changes, turns", () => {
    const course = [2, 2, 4, 4, 3, 5];
    expect(outcomeOf(course, course, [10, 30, 30, null, 30, 60], 10, 60)).toEqual({
      podHours: 20 / 60,
      shortMinutes: 2,
      changes: 3,
      turns: 2,
      most: 5,
    });
  });
  test("is nothing where nothing is known", () => {
    expect(outcomeOf([null, null], [null, null], [5, 5], 10, 60)).toMatchObject({
      podHours: 0,
      shortMinutes: 0,
    });
  });
});
