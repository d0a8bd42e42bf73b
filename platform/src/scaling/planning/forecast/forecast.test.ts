import { array, assert, double, integer, option, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { generated, officeHours, officeWeek, random, wape } from "./fixture.ts";
import { forecastOf } from "./forecast.ts";
import { daily, type Figures, perDay, perHour, yesterday } from "./models.ts";

const ahead = 6 * perHour;
/** All but the last steps, and those. */
const split = (series: readonly number[]) => [series.slice(0, -ahead), series.slice(-ahead)] as const;

const walk = (seed: number) => {
  const next = random(seed);
  let level = 100;
  return Array.from({ length: 6 * perDay }, () => (level = Math.max(1, level + 4 * (next() - 0.5))));
};

describe("which pattern there is", () => {
  test.each<[string, readonly number[], string]>([
    ["office hours with a fifth of noise", generated({ days: 6, noise: 0.2, shape: officeHours }), "daily"],
    ["office hours, and quiet weekends", generated({ days: 23, noise: 0.1, shape: officeWeek }), "weekly"],
    ["always the same, with noise", generated({ days: 6, noise: 0.2, shape: () => 50 }), "none"],
    ["nothing that comes again", walk(3), "none"],
  ])("%s", (_, series, pattern) => {
    expect(forecastOf(series, ahead)?.pattern).toBe(pattern);
  });
});

describe("office hours", () => {
  test("are told better than by yesterday alone, and so say the checks", () => {
    let [own, naive] = [0, 0];
    for (let seed = 1; seed <= 10; seed += 1) {
      const [known, came] = split(generated({ days: 8, noise: 0.3, seed, shape: officeHours }));
      const found = forecastOf(known, ahead);
      const byYesterday = yesterday(known, known.length);
      own += wape(found?.rate ?? [], came);
      naive += wape(
        came.map((_value, i) => byYesterday(known.length + i)),
        came,
      );
      expect(found?.error ?? 1).toBeLessThan(found?.errorOfYesterday ?? 0);
      expect(found?.error ?? 1).toBeLessThan(0.2);
    }
    // Noise that nobody can tell is three quarters of what yesterday is off.
    expect(own / naive).toBeLessThan(0.85);
  });

  test("are told before they begin: the last hour knows nothing of it", () => {
    const series = generated({ days: 5, noise: 0.05, shape: (ofDay) => (ofDay < 0.5 ? 10 : 100) });
    const known = series.slice(0, 4.5 * perDay - 2);
    const { rate = [] } = forecastOf(known, perHour) ?? {};
    expect(known.at(-1)).toBeLessThan(11);
    expect(rate[6]).toBeGreaterThan(85);
  });

  test("of a day with twice as many are told as twice as many, soon", () => {
    const series = generated({
      days: 7,
      noise: 0.05,
      shape: (ofDay, day) => (day === 6 ? 2 : 1) * officeHours(ofDay),
    });
    const [known, came] = split(series.slice(0, 6.6 * perDay));
    const told = daily(known, known.length)(known.length + 1) ?? 0;
    expect(told / (came[1] ?? 1)).toBeGreaterThan(0.85);
  });

  test("are told through a night without data and a day with ten times as many", () => {
    const whole = generated({ days: 8, noise: 0.1, shape: officeHours });
    const broken = whole.map((value, i) => {
      if (i > 5.1 * perDay && i < 5.5 * perDay) return null;
      return i > 4.4 * perDay && i < 4.7 * perDay ? value * 10 : value;
    });
    const [, came] = split(whole);
    const found = forecastOf(broken.slice(0, -ahead), ahead);
    expect(found?.pattern).toBe("daily");
    expect(wape(found?.rate ?? [], came)).toBeLessThan(0.12);
  });

  test("lie between low and high about eight times of ten", () => {
    let [inside, all] = [0, 0];
    for (let seed = 10; seed < 30; seed += 1) {
      const [known, came] = split(generated({ days: 7, noise: 0.3, seed, shape: officeHours }));
      const { low = [], high = [] } = forecastOf(known, ahead) ?? {};
      inside += came.filter((value, i) => value >= (low[i] ?? 0) && value <= (high[i] ?? 0)).length;
      all += came.length;
    }
    expect(inside / all).toBeGreaterThan(0.7);
    expect(inside / all).toBeLessThan(0.92);
  });
});

const figures = array(option(double({ min: 0, max: 1e6, noNaN: true }), { freq: 8 }), {
  minLength: 1,
  maxLength: 60,
});

/** A few figures, again and again over days: gaps and jumps included. */
const days = (of: Figures, count: number): Figures =>
  Array.from({ length: count * perDay }, (_, i) => of[i % of.length] ?? null);

test("whatever there was, what is told is finite, not negative, and within its bounds", () => {
  assert(
    property(figures, integer({ min: 3, max: 5 }), (of, count) => {
      const found = forecastOf(days(of, count), perHour);
      for (const [i, value] of (found?.rate ?? []).entries()) {
        if (value === null) continue;
        expect(Number.isFinite(value)).toBe(true);
        expect(found?.low[i]).toBeGreaterThanOrEqual(0);
        expect(found?.low[i]).toBeLessThanOrEqual(value);
        expect(found?.high[i]).toBeGreaterThanOrEqual(value);
      }
    }),
    { numRuns: 25 },
  );
});

test("what came again each day is told exactly", () => {
  const shape = array(double({ min: 1, max: 1e3, noNaN: true }), { minLength: 24, maxLength: 24 });
  assert(
    property(shape, (hours) => {
      const series = generated({ days: 4, noise: 0, shape: (ofDay) => hours[Math.floor(ofDay * 24)] ?? 1 });
      const told = daily(series, series.length)(series.length + 6) ?? 0;
      expect(told / (hours[0] ?? 1)).toBeCloseTo(1, 9);
    }),
    { numRuns: 25 },
  );
});

test("nothing is told of nothing", () => {
  expect(
    forecastOf(
      Array.from({ length: 4 * perDay }, () => null),
      ahead,
    ),
  ).toBeUndefined();
});
