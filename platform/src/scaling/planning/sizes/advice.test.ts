import { array, assert, double, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { adviceFor, type Seen } from "./advice.ts";
import type { Sizes, Spread } from "./api.ts";
import { growth, spreadOf } from "./spread.ts";

const Mi = 2 ** 20;
const spread = (median: number, weighted95: number, peak: number): Spread => ({
  bars: [],
  median,
  weighted95,
  peak,
});
const bare: Sizes = { cpuRequest: null, cpuLimit: null, memoryRequest: null, memoryLimit: null };
const seen = (now: Partial<Sizes>, more: Partial<Seen> = {}): Seen => ({
  now: { ...bare, ...now },
  cpu: spread(0.05, 0.2, 0.6),
  memory: spread(150 * Mi, 180 * Mi, 200 * Mi),
  killedAt: null,
  kept: null,
  ...more,
});
const told = (given: Seen) => {
  const { advised, reasons } = adviceFor(given);
  const text = (of: keyof Sizes, unit: number) =>
    `${advised[of] === null ? "none" : Math.round((advised[of] ?? 0) / unit)} ${reasons[of]}`;
  return [
    text("cpuRequest", 1e-3),
    text("cpuLimit", 1e-3),
    text("memoryRequest", Mi),
    text("memoryLimit", Mi),
  ];
};

describe("advised are request and limit of CPU (m), and of memory (Mi)", () => {
  test.each<[string, Seen, string[]]>([
    [
      "what busy minutes take, the most memory and 15 %; no limit where there is none",
      seen({ cpuRequest: 1, memoryRequest: 512 * Mi }),
      ["200 weighted95", "none unlimited", "240 peak", "none unlimited"],
    ],
    [
      "where nothing is requested, the same",
      seen({}),
      ["200 weighted95", "none unlimited", "240 peak", "none unlimited"],
    ],
    [
      "what is near enough is kept",
      seen({ cpuRequest: 0.21, memoryRequest: 250 * Mi }),
      ["210 kept", "none unlimited", "250 kept", "none unlimited"],
    ],
    [
      "a limit of CPU keeps its ratio to the request, and memory its headroom",
      seen({ cpuRequest: 0.5, cpuLimit: 2, memoryRequest: 512 * Mi, memoryLimit: 1024 * Mi }),
      ["200 weighted95", "800 ratio", "240 peak", "304 headroom"],
    ],
    [
      "but it is never below what was used",
      seen({ cpuRequest: 0.5, cpuLimit: 0.75 }),
      ["200 weighted95", "600 peak", "240 peak", "none unlimited"],
    ],
    [
      "what is guaranteed stays guaranteed, for the busiest minute",
      seen({ cpuRequest: 1, cpuLimit: 1, memoryRequest: 512 * Mi, memoryLimit: 512 * Mi }),
      ["600 peak", "600 equal", "240 peak", "240 equal"],
    ],
    [
      "memory at which it was killed is not enough",
      seen({ memoryRequest: 256 * Mi, memoryLimit: 256 * Mi }, { killedAt: 256 * Mi }),
      ["200 weighted95", "none unlimited", "320 killed", "320 equal"],
    ],
    [
      "with an autoscaler that keeps half of what is requested in use, twice as much",
      seen({ cpuRequest: 1 }, { kept: 0.5 }),
      ["400 autoscaled", "none unlimited", "240 peak", "none unlimited"],
    ],
    [
      "of what is not measured, what there is",
      seen({ cpuRequest: 1, cpuLimit: 2 }, { cpu: null }),
      ["1000 kept", "2000 kept", "240 peak", "none unlimited"],
    ],
  ])("%s", (_, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
});

const amount = double({ min: 1e-3, max: 64, noNaN: true });

test("memory is always requested for more than was ever used, or killed at", () => {
  assert(
    property(amount, amount, amount, (used, killed, request) => {
      const given = seen(
        { memoryRequest: request * 64 * Mi, memoryLimit: request * 128 * Mi },
        { memory: spread(0, 0, used * 64 * Mi), killedAt: killed * 64 * Mi },
      );
      const { advised } = adviceFor(given);
      expect(advised.memoryRequest ?? 0).toBeGreaterThanOrEqual(used * 64 * Mi);
      expect(advised.memoryRequest ?? 0).toBeGreaterThanOrEqual(killed * 64 * Mi);
      expect(advised.memoryLimit ?? 0).toBeGreaterThanOrEqual(advised.memoryRequest ?? 0);
    }),
  );
});

const bucket = (cores: number) => Math.floor(Math.log(cores / 1e-3) / Math.log(growth));

describe("a spread", () => {
  const counts = array(tuple(integer({ min: 0, max: 200 }), integer({ min: 1, max: 1000 })), {
    minLength: 1,
    maxLength: 30,
  });
  test("has all of its container-minutes in its bars, and its figures in order", () => {
    assert(
      property(counts, (given) => {
        const by = new Map(given);
        const buckets = [...by.keys()].toSorted((a, b) => a - b);
        const peak = 1e-3 * growth ** ((buckets.at(-1) ?? 0) + 0.9);
        const found = spreadOf(
          { base: 1e-3, buckets, counts: buckets.map((each) => by.get(each) ?? 0) },
          peak,
        );
        const total = found?.bars.reduce((sum, { share }) => sum + share, 0);
        expect(total).toBeCloseTo(1, 9);
        expect(found?.bars.length).toBeLessThanOrEqual(40);
        expect(found?.median).toBeLessThanOrEqual((found?.weighted95 ?? 0) + 1e-12);
        expect(found?.weighted95).toBeLessThanOrEqual(peak);
      }),
    );
  });
  test("of one busy hour in an idle day weighs by the busy hour", () => {
    const idleAndBusy = { base: 1e-3, buckets: [bucket(0.01), bucket(1)], counts: [23 * 60, 60] };
    const found = spreadOf(idleAndBusy, 1);
    expect(found?.median).toBeCloseTo(0.01, 2);
    expect(found?.weighted95).toBeGreaterThan(0.95);
  });
});
