import { describe, expect, test } from "vitest";
import { type CaseResult, type HealthyResult, isFalseAlarm, totalsOf } from "./results.ts";
import type { Score } from "./score.ts";

const inside = { names: [/x/] };
const result = (score: Partial<Score> | undefined, rest: Partial<CaseResult> = {}): CaseResult => ({
  dataset: "nezha",
  name: "c",
  truth: { services: ["a"], fault: "f", onset: 1, inside: null },
  score: score && {
    verdict: "cause",
    services: [],
    rank: null,
    confidence: null,
    kind: null,
    inside: null,
    insideEither: null,
    onsetErrorSeconds: null,
    ...score,
  },
  error: undefined,
  seconds: 1,
  replaySeconds: 1,
  ...rest,
});

describe("totals", () => {
  test("are shares of the labelled cases within each rank", () => {
    const ranks = [1, 1, 3, 5, 6, null].map((rank) => result({ rank }));
    expect(totalsOf(ranks)).toMatchObject({ n: 6, top1: 2 / 6, top3: 3 / 6, top5: 4 / 6 });
  });
  test("count a diagnosis that failed as one that found nothing", () => {
    expect(totalsOf([result({ rank: 1 }), result(undefined, { error: "500" })])).toMatchObject({
      n: 2,
      top1: 0.5,
    });
  });
  test("leave out what nobody has labelled", () => {
    expect(totalsOf([result({ rank: 1 }), result(undefined, { truth: undefined })])).toMatchObject({
      n: 1,
      top1: 1,
    });
  });
  test("judge the inside on cases whose inside is known", () => {
    const truth = { services: ["a"], fault: "f", onset: 1, inside };
    const known = (right: boolean) => result({ rank: 1, inside: right, insideEither: true }, { truth });
    const totals = totalsOf([
      known(true),
      known(false),
      result(undefined, { truth, error: "500" }),
      result({ rank: 1 }),
    ]);
    expect(totals).toMatchObject({ insideN: 3, inside: 1 / 3, insideEither: 2 / 3 });
    expect(totalsOf([result({ rank: 1 })])).toMatchObject({ insideN: 0, inside: null, insideEither: null });
  });
  test("have median and mean of the onsets that are known", () => {
    const onsets = [4, 2, 12, null].map((onsetErrorSeconds) => result({ onsetErrorSeconds }));
    expect(totalsOf(onsets)).toMatchObject({ onsetErrorSeconds: 4, onsetErrorSecondsMean: 6, onsetN: 3 });
    expect(totalsOf([])).toMatchObject({ onsetErrorSeconds: null, onsetErrorSecondsMean: null, top1: 0 });
  });
  test("take the time of the diagnoses that came", () => {
    const seconds = [1, 2, 3].map((each) => result({}, { seconds: each }));
    const totals = totalsOf([...seconds, result(undefined, { error: "500", seconds: 99 })]);
    expect(totals.secondsPerCase).toBe(2);
    expect(totals.secondsPerCaseP95).toBeCloseTo(2.9);
  });
});

test.each([
  ["healthy", false],
  ["cause", true],
  ["unsure", true],
  [undefined, true],
] as const)("a quiet window found %s is a false alarm: %s", (verdict, isAlarm) => {
  const window: HealthyResult = { name: "w", verdict, blamed: undefined, error: undefined, seconds: 1 };
  expect(isFalseAlarm(window)).toBe(isAlarm);
});
