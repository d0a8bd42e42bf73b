import { describe, expect, test } from "vitest";
import type { Season } from "../scene/seasons.ts";
import { isMeasured, type Measure, usualDays } from "./seasons.ts";

const minute = 60_000;
const at = Date.parse("2026-11-29T02:00:00Z");

/** 15 minutes before and after the moment: 100 requests a minute of about 20 ms, of which one in a hundred fails.
 *  @param more what is added from `late` minutes after the moment on: milliseconds a request, failures or requests */
function season(day: number, measure: Measure, more: number, late = 0, service = "cart"): Season {
  const times = Array.from({ length: 30 }, (_, i) => at + (i - 15) * minute);
  const added = (of: Measure, time: number) => (of === measure && time >= at + late * minute ? more : 0);
  const requests = times.map((time) => 100 + added("requests", time));
  return {
    day,
    service,
    times,
    requests,
    failures: times.map((time) => 1 + added("failures", time)),
    durations: times.map((time, i) => (requests[i] ?? 0) * (20 + (i % 3) + added("latency", time))),
  };
}

/** @param rises of the days before, from yesterday on; null: of that day nothing is known */
const usual = (measure: Measure, now: number, rises: readonly (number | null)[], late = 0) =>
  usualDays(
    {
      seasons: [
        season(0, measure, now),
        ...rises.flatMap((rise, day) => (rise === null ? [] : [season(day + 1, measure, rise, late)])),
      ],
    },
    "cart",
    at,
    measure,
  );

describe.each([
  ["latency", 100],
  ["failures", 20],
  ["requests", 300],
] as const)("%s that rises", (measure, rise) => {
  test.each([
    ["every day is usual", Array(7).fill(rise), 7],
    ["by two thirds on the other days is usual", Array(7).fill((2 * rise) / 3), 7],
    ["three times as much as ever before is not", Array(7).fill(rise / 3), 0],
    ["on one day before is not usual, whatever is known", [rise], 0],
    ["on one of two days is not", [rise, 0], 0],
    ["on two days, of which alone anything is known, is usual", [null, null, rise, null, rise], 2],
    ["on three of seven days is not", [rise, rise, rise, 0, 0, 0, 0], 0],
    ["on three of seven days, with the same weekday, is usual", [rise, rise, 0, 0, 0, 0, rise], 3],
    ["on the same weekday alone is not", [0, 0, 0, 0, 0, 0, rise], 0],
    ["for the first time is not", Array(7).fill(0), 0],
    ["when nothing is known of other days is not", [], 0],
  ] as const)("%s", (_, rises, days) => {
    expect(usual(measure, rise, rises)).toBe(days);
  });

  test.each([
    [4, 7],
    [-4, 7],
    [9, 0],
  ])("every day, but %i minutes later than today, is usual on %i days", (late, days) => {
    expect(usual(measure, rise, Array(7).fill(rise), late)).toBe(days);
  });
});

test("nothing that does not rise is usual", () => {
  expect(usual("latency", 0, Array(7).fill(0))).toBe(0);
});

test("all services together are looked at where none is named", () => {
  const seasons = [0, 1, 2].flatMap((day) => [
    season(day, "latency", 100),
    season(day, "latency", 0, 0, "front"),
  ]);
  expect(usualDays({ seasons }, "", at, "latency")).toBe(2);
  expect(usualDays({ seasons }, "front", at, "latency")).toBe(0);
});

test("a service that took no requests in the window is not measured, though it did before", () => {
  const seasons = [season(0, "latency", 0), season(1, "latency", 0, 0, "batch")];
  expect(isMeasured({ seasons }, "cart")).toBe(true);
  expect(isMeasured({ seasons }, "batch")).toBe(false);
});
