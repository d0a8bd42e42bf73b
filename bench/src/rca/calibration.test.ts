import { expect, test } from "vitest";
import { calibrationOf } from "./calibration.ts";
import type { ScoredCase } from "./results.ts";

const answered = (confidence: number | null, rank: number | null): ScoredCase => ({
  dataset: "nezha",
  name: "case",
  truth: { services: ["price"], fault: "return", onset: null, inside: null },
  score: {
    verdict: "cause",
    services: [],
    rank,
    confidence,
    kind: null,
    inside: null,
    insideEither: null,
    onsetErrorSeconds: null,
  },
  error: undefined,
  seconds: 1,
});

test("answers are classed by how sure they were, and counted by whether the first was right", () => {
  const cases = [answered(0.1, 2), answered(0.2, null), answered(0.9, 1), answered(1, 1), answered(0.95, 3)];
  expect(calibrationOf(cases)).toEqual([
    { from: 0, to: 0.3, n: 2, confidence: expect.closeTo(0.15), right: 0 },
    { from: 0.85, to: 1, n: 3, confidence: expect.closeTo(0.95), right: 2 / 3 },
  ]);
});

test("what blamed nobody, failed or has no label is in no class", () => {
  const failed = { ...answered(0.5, 1), score: undefined };
  const unlabelled = { ...answered(0.5, 1), truth: undefined };
  expect(calibrationOf([answered(null, null), failed, unlabelled])).toEqual([]);
});
