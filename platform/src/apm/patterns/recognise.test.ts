import { describe, expect, test } from "vitest";
import { podOf, shapesOf } from "./recognise.ts";
import { noise, randomFrom, scene, shapings, span } from "./scene.fixture.ts";
import { seriesOf } from "./series.ts";

const noises = [
  { name: "calm", count: 3000, usual: 40, spread: 0.4 },
  { name: "usual", count: 2000, usual: 20, spread: 0.6 },
  { name: "loud", count: 1500, usual: 80, spread: 0.9 },
  { name: "sparse", count: 600, usual: 30, spread: 0.5 },
] as const;
const seeds = Array.from({ length: 25 }, (_, i) => i + 1);
const kindsIn = (...asked: Parameters<typeof scene>) =>
  shapesOf(scene(...asked), span).map(({ kind }) => kind);

describe.each(noises)("in $name noise", (of) => {
  test("nothing is seen where nothing is", () => {
    const alarms = seeds.flatMap((seed) => kindsIn(seed, of));
    expect(alarms).toEqual([]);
  });

  test.each(Object.keys(shapings) as (keyof typeof shapings)[])(
    "%s is seen nearly always, and little else",
    (kind) => {
      const found = seeds.map((seed) => kindsIn(seed, of, kind));
      const share = found.filter((kinds) => kinds.includes(kind)).length / seeds.length;
      const others = found.flat().filter((each) => each !== kind).length / seeds.length;
      expect({ share: share >= 0.92, others: others <= 0.08 }).toEqual({ share: true, others: true });
    },
  );
});

describe("a shape", () => {
  const of = noises[1];
  test("that is a vertical line says when, and how many were let go", () => {
    const [line] = shapesOf(scene(3, of, "vertical"), span);
    expect(line?.count).toBeGreaterThanOrEqual(20);
    expect((line?.box.to ?? 0) - (line?.box.from ?? 0)).toBeLessThan(2000);
  });

  test("that is a timeout says how long it is", () => {
    const [line] = shapesOf(scene(3, of, "horizontal"), span);
    expect(line?.box.leastMs).toBeLessThanOrEqual(1000);
    expect(line?.box.mostMs).toBeGreaterThanOrEqual(1000);
    expect((line?.box.mostMs ?? 0) / (line?.box.leastMs ?? 1)).toBeLessThan(1.06);
  });

  test("that is a timeout to the millisecond is one too", () => {
    const timedOut = Array.from({ length: 20 }, (_, i) => ({ end: span.from + i * 40_000, value: 3000 }));
    const rows = [...noise(randomFrom(9), of), ...timedOut];
    expect(shapesOf(seriesOf(rows), span).map(({ kind, count }) => [kind, count])).toEqual([
      ["horizontal", 20],
    ]);
  });

  test("that is a step says what was before and what came after", () => {
    const [step] = shapesOf(scene(3, of, "step"), span);
    expect((step?.afterMs ?? 0) / (step?.beforeMs ?? 1)).toBeCloseTo(2.5, 0);
  });

  test("of one bad pod names it, and of all pods none", () => {
    const rows = noise(randomFrom(5), of);
    const bad = seriesOf(rows.map((row) => (row.pod === 2 ? { ...row, value: row.value * 18 } : row)));
    const [band] = shapesOf(bad, span);
    expect(band?.kind).toBe("bands");
    expect(band && podOf(bad, band)).toBe(2);
    const all = scene(5, of, "bands");
    const [shared] = shapesOf(all, span);
    expect(shared && podOf(all, shared)).toBeUndefined();
  });
});

test.each([
  ["nothing", []],
  ["one", [{ end: span.from, value: 1 }]],
  ["all alike", Array.from({ length: 500 }, (_, i) => ({ end: span.from + i * 1000, value: 5 }))],
  ["all at once", Array.from({ length: 500 }, () => ({ end: span.from + 5, value: 5 }))],
  ["no time at all", Array.from({ length: 500 }, (_, i) => ({ end: span.from + i * 1000, value: 0 }))],
])("%s has no shape", (_, rows) => expect(shapesOf(seriesOf(rows), span)).toEqual([]));
