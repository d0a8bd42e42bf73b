import { describe, expect, test } from "vitest";
import { begin } from "../../fixture.ts";
import { growthOf } from "./growth.ts";

const minute = 60_000;
const hour = 60 * minute;
/** A hundred is full. */
const limit = 100;
const everyMs = 10_000;

/** Numbers from -1 to 1 that look random and are the same each time. */
function noise(seed = 7): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const grown = (minutes: number, valueAt: (minutes: number) => number, horizonMs = 30 * minute) => {
  const times = Array.from({ length: (minutes * minute) / everyMs + 1 }, (_, i) => begin + i * everyMs);
  const values = times.map((time) => valueAt((time - begin) / minute));
  return growthOf({ times, values, limit }, times.at(-1) ?? 0, horizonMs);
};

describe("what grows steadily is full when its slope says", () => {
  const random = noise();
  test.each<[what: string, minutes: number, valueAt: (at: number) => number, full: number, since: number]>([
    ["a straight line", 20, (at) => 60 + at, 20, 0],
    ["with noise", 20, (at) => 60 + at + random(), 20, 0],
    ["that began in the midst of quiet", 20, (at) => 60 + Math.max(0, at - 15) * 4, 5, 15],
    ["that began in the midst of noise", 20, (at) => 60 + random() + Math.max(0, at - 15) * 4, 5, 15],
    ["in steps", 40, (at) => Math.floor(50 + at), 10, 0],
    ["within minutes", 2.5, (at) => 25 * at, 1.5, 0],
  ])("%s", (_, minutes, valueAt, full, since) => {
    const found = grown(minutes, valueAt);
    expect(((found?.fullAt ?? Number.NaN) - begin) / minute - minutes).toBeGreaterThan(full * 0.75);
    expect(((found?.fullAt ?? Number.NaN) - begin) / minute - minutes).toBeLessThan(full * 1.35 + 0.2);
    expect(Math.abs(((found?.since ?? 0) - begin) / minute - since)).toBeLessThan(1.5);
  });
});

describe("nothing is said of what", () => {
  const random = noise(11);
  let walk = 70;
  test.each<[what: string, minutes: number, valueAt: (at: number) => number]>([
    ["stands still", 20, () => 80],
    ["is noise", 20, () => 80 + 10 * random()],
    ["wanders", 20, () => (walk = Math.min(85, Math.max(55, walk + random())))],
    ["is cleared again and again", 20, (at) => 40 + (at % 5) * 9],
    ["is cleared again and again, though it is nearly full", 19.5, (at) => 50 + (at % 5) * 9.5],
    ["drifts too slowly", 20, (at) => 60 + at * 0.5],
    ["has settled", 20, (at) => Math.min(80, 50 + at * 10)],
    ["settles", 20, (at) => 90 - 60 * Math.exp(-at / 2)],
    ["shrinks", 20, (at) => 95 - at],
    ["is hardly filled", 20, (at) => 2 * at],
    ["has only just begun", 20, (at) => 50 + 20 * Math.max(0, at - 18.5)],
  ])("%s", (_, minutes, valueAt) => {
    expect(grown(minutes, valueAt)).toBeUndefined();
  });

  test("noise, whatever comes by chance", () => {
    const found = Array.from({ length: 200 }, (_, seed) => {
      const next = noise(seed * 7919);
      return grown(40, () => 80 + 15 * next(), 8 * hour);
    });
    expect(found.filter((each) => each !== undefined)).toEqual([]);
  });
});

test.each([
  [5, undefined],
  [30, undefined],
  [60, 4],
])("of what is full in hours, %i minutes of growth tell %s", (minutes, hours) => {
  const found = grown(minutes, (at) => 80 + at / 12, 8 * hour);
  expect(found && Math.round((found.fullAt - begin) / hour)).toBe(hours);
});
