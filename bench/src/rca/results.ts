import type { Score, Truth, Verdict } from "./score.ts";
import { wilson } from "./wilson.ts";

/** What came of one case. */
export interface CaseResult extends ScoredCase {
  /** Of starting a platform, sending, and storing. */
  readonly replaySeconds: number;
}

export interface ScoredCase {
  readonly dataset: string;
  readonly name: string;
  /** Undefined: nobody has labelled it, it is not counted. */
  readonly truth: Truth | undefined;
  /** Undefined where it is not labelled or the diagnosis failed. */
  readonly score: Score | undefined;
  readonly error: string | undefined;
  /** Of the diagnosis alone. */
  readonly seconds: number;
}

/** What came of a window in which nothing was wrong. */
export interface HealthyResult {
  readonly name: string;
  /** Undefined: the diagnosis failed. */
  readonly verdict: Verdict | undefined;
  /** What was blamed first. */
  readonly blamed: string | undefined;
  readonly error: string | undefined;
  readonly seconds: number;
}

export interface Totals {
  /** Labelled cases; one whose diagnosis failed counts as not found. */
  readonly n: number;
  /** Shares of the cases whose true service is among the first so many. */
  readonly top1: number;
  readonly top3: number;
  readonly top5: number;
  /** Shares of the cases with a labelled inside; null when there are none. */
  readonly inside: number | null;
  readonly insideEither: number | null;
  readonly insideN: number;
  /** Median; null when no onset is known. */
  readonly onsetErrorSeconds: number | null;
  readonly onsetErrorSecondsMean: number | null;
  readonly onsetN: number;
  /** Mean of the diagnosis alone. */
  readonly secondsPerCase: number | null;
  readonly secondsPerCaseP95: number | null;
  /** 95 % */
  readonly intervals: Readonly<Record<"top1" | "top3" | "top5", readonly [number, number]>> & {
    readonly inside: readonly [number, number] | null;
    readonly insideEither: readonly [number, number] | null;
  };
}

export function totalsOf(results: readonly ScoredCase[]): Totals {
  const labelled = results.filter(({ truth }) => truth !== undefined);
  const n = labelled.length;
  const within = (most: number) =>
    labelled.filter(({ score }) => score?.rank !== null && score !== undefined && score.rank <= most).length;
  const inner = labelled.filter(({ truth }) => truth?.inside);
  const inside = inner.filter(({ score }) => score?.inside === true).length;
  const either = inner.filter(({ score }) => score?.insideEither === true).length;
  const onsets = labelled.flatMap(({ score }) => score?.onsetErrorSeconds ?? []);
  const seconds = results.filter(({ error }) => error === undefined).map((each) => each.seconds);
  const some = inner.length > 0;
  return {
    n,
    top1: n === 0 ? 0 : within(1) / n,
    top3: n === 0 ? 0 : within(3) / n,
    top5: n === 0 ? 0 : within(5) / n,
    inside: some ? inside / inner.length : null,
    insideEither: some ? either / inner.length : null,
    insideN: inner.length,
    onsetErrorSeconds: quantile(onsets, 0.5),
    onsetErrorSecondsMean: mean(onsets),
    onsetN: onsets.length,
    secondsPerCase: mean(seconds),
    secondsPerCaseP95: quantile(seconds, 0.95),
    intervals: {
      top1: wilson(within(1), n),
      top3: wilson(within(3), n),
      top5: wilson(within(5), n),
      inside: some ? wilson(inside, inner.length) : null,
      insideEither: some ? wilson(either, inner.length) : null,
    },
  };
}

/** A healthy window whose answer is anything but healthy; a diagnosis that failed too. */
export const isFalseAlarm = ({ verdict }: HealthyResult): boolean => verdict !== "healthy";

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;

/** The value at a share of the sorted ones; between the two in the middle for an even median. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}
