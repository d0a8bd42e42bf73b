import { describe, expect, test } from "vitest";
import { random } from "./fixture.ts";
import type { Counted, Subject } from "./judge.ts";
import { judged } from "./judge.ts";
import { rankTest } from "./statistics/ranks.ts";

interface Wish {
  readonly medianMs?: number;
  readonly failing?: number;
  /** Share that takes ten times as long. */
  readonly stuck?: number;
}

/** Requests with log-normal durations. */
function requests(
  next: () => number,
  count: number,
  { medianMs = 20, failing = 0.02, stuck = 0 }: Wish = {},
): Counted {
  const counts = new Map<number, number>();
  let errors = 0;
  for (let i = 0; i < count; i += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const nanos = medianMs * 1e6 * Math.exp(0.6 * normal) * (next() < stuck ? 10 : 1);
    const bucket = Math.floor(16 * Math.log2(nanos + 1));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    if (next() < failing) errors += 1;
  }
  const buckets = [...counts.keys()].toSorted((x, y) => x - y);
  return { count, errors, durations: { buckets, counts: buckets.map((each) => counts.get(each) ?? 0) } };
}

const subject = (name: string, a: Counted, b: Counted, kind: Subject["subject"] = "operation"): Subject => ({
  subject: kind,
  service: "cart",
  name,
  id: "",
  a,
  b,
});
const none: Counted = { count: 0, errors: 0, durations: { buckets: [], counts: [] } };
const of = (a: number, b: number) => () => ({ a, b });

describe("what differs is found, and what it is", () => {
  const next = random(7);
  test.each<[string, Counted, Counted, string[]]>([
    ["half as fast again", requests(next, 500), requests(next, 500, { medianMs: 30 }), ["slower"]],
    ["twice as fast", requests(next, 500, { medianMs: 40 }), requests(next, 500), ["faster"]],
    ["one in twenty stuck", requests(next, 3000), requests(next, 3000, { stuck: 0.05 }), ["tail"]],
    ["one in five failing", requests(next, 500), requests(next, 500, { failing: 0.2 }), ["failing"]],
    ["no longer failing", requests(next, 500, { failing: 0.2 }), requests(next, 500), ["recovering"]],
    ["not there before", none, requests(next, 50), ["new"]],
    ["no longer there", requests(next, 50), none, ["gone"]],
    ["a difference of 2 %", requests(next, 4000), requests(next, 4000, { medianMs: 20.4 }), []],
    ["too few to tell", requests(next, 5), requests(next, 5, { medianMs: 500 }), []],
  ])("%s", (_, a, b, changes) => {
    const { findings } = judged([subject("GET /", a, b)], of(1000, 1000));
    expect(findings.map(({ change }) => change)).toEqual(changes);
  });

  test("with its figures", () => {
    const { findings } = judged(
      [subject("GET /", requests(next, 500), requests(next, 500, { medianMs: 40 }))],
      of(500, 1000),
    );
    expect(findings[0]?.superiority).toBeGreaterThan(0.7);
    expect((findings[0]?.b.p50Nano ?? 0) / 40e6).toBeCloseTo(1, 0);
    expect(findings[0]?.b.perTransaction).toBe(0.5);
  });
});

const thrown = (count: number): Counted => ({ ...none, count });

test("an exception that was thrown once more is not new; one thrown often is", () => {
  const exceptions = [
    subject("TypeError", thrown(0), thrown(1), "exception"),
    subject("TimeoutError", thrown(0), thrown(40), "exception"),
    subject("RangeError", thrown(30), thrown(33), "exception"),
  ];
  const { findings } = judged(exceptions, of(5000, 5000));
  expect(findings.map(({ name, change }) => `${name} ${change}`)).toEqual(["TimeoutError new"]);
});

test("what fails comes before what is slower, and that before what is better", () => {
  const next = random(11);
  const { findings } = judged(
    [
      subject("faster", requests(next, 500, { medianMs: 90 }), requests(next, 500)),
      subject("slower", requests(next, 500), requests(next, 500, { medianMs: 90 })),
      subject("failing", requests(next, 500), requests(next, 500, { failing: 0.3 })),
    ],
    of(500, 500),
  );
  expect(findings.map(({ name }) => name)).toEqual(["failing", "slower", "faster"]);
});

test("where nothing differs, at most one comparison in twenty finds something", () => {
  const next = random(2026);
  const runs = 200;
  let withFindings = 0;
  for (let run = 0; run < runs; run += 1) {
    const subjects = Array.from({ length: 12 }, (_, i) => {
      const like = { medianMs: 5 + i * 10, failing: 0.01 * i };
      return subject(`operation ${i}`, requests(next, 60 + 10 * i, like), requests(next, 90, like));
    });
    if (judged(subjects, of(2000, 2000)).findings.length > 0) withFindings += 1;
  }
  expect(withFindings / runs).toBeLessThanOrEqual(0.05);
});

test("every p-value is honest: one in twenty is under 0.05", () => {
  const next = random(5);
  const runs = 2000;
  let under = 0;
  for (let run = 0; run < runs; run += 1) {
    const { p } = rankTest(requests(next, 60).durations, requests(next, 80).durations);
    if (p < 0.05) under += 1;
  }
  expect(under / runs).toBeGreaterThan(0.03);
  expect(under / runs).toBeLessThan(0.065);
});
