import type { ScoredCase } from "./results.ts";

/** How often those answers were right that were about as sure. */
export interface Calibration {
  /** 0 to 1; `to` is not of it, but for 1. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** How sure they were, on average. */
  readonly confidence: number;
  /** Share of those whose first service is the true one. */
  readonly right: number;
}

const bounds = [0, 0.3, 0.6, 0.85, 1];

/** Of the labelled cases in which something was blamed; classes that have none are left out. */
export function calibrationOf(cases: readonly ScoredCase[]): Calibration[] {
  const answers = cases.flatMap(({ truth, score }) =>
    truth && score && score.confidence !== null
      ? [{ confidence: score.confidence, isRight: score.rank === 1 }]
      : [],
  );
  return bounds.slice(0, -1).flatMap((from, place) => {
    const to = bounds[place + 1] ?? 1;
    const within = answers.filter(
      ({ confidence }) => confidence >= from && (confidence < to || (to === 1 && confidence === 1)),
    );
    const n = within.length;
    if (n === 0) return [];
    const confidence = within.reduce((sum, answer) => sum + answer.confidence, 0) / n;
    return [{ from, to, n, confidence, right: within.filter(({ isRight }) => isRight).length / n }];
  });
}
