import { addHistograms, subtractHistograms } from "../../histogram/arithmetic.ts";
import { compact, emptyHistogram, type Histogram, isCustom } from "../../histogram/histogram.ts";
import { isReset } from "../../histogram/reset.ts";
import { toSchema } from "../../histogram/resolution.ts";
import { isStartReset } from "./start-time.ts";
import type { Window } from "./window.ts";

/** What was observed between the first and the last histogram of a window.
 *  @param fromZero the first one began within the range, so all of it counts
 *  @returns undefined when exponential and custom buckets are mixed, which is noted
 *  @throws IncompatibleSchemas */
export function histogramIncrease(
  window: Window,
  isCounter: boolean,
  fromZero: boolean,
): Histogram | undefined {
  const all = window.series.histograms.slice(window.firstHistogram, window.endHistogram);
  const { metric, notes, position } = window;
  const first = all[0] as Histogram;
  const last = all.at(-1) as Histogram;
  noteKind(all, window, isCounter);
  const resets = isCounter ? all.map((_, i) => i > 0 && resetAt(window, all, i)) : [];
  const base = fromZero || resets[1] ? nothingLike(all[1] ?? first) : first;

  const schemas = isCounter ? [base, ...all.slice(1)] : [base, last];
  if (schemas.some((each) => isCustom(each) !== isCustom(base))) {
    notes.mixedSchemas(metric, position);
    return undefined;
  }
  const smallest = Math.min(...schemas.map((each) => each.schema));
  const difference = subtractHistograms(isCustom(last) ? last : toSchema(last, smallest), base);
  let total = difference.histogram;
  if (difference.reconciled) notes.mismatchedBounds("subtraction", position);
  for (let i = 1; i < resets.length; i++) {
    if (!resets[i]) continue;
    const sum = addHistograms(total, i === 1 && !fromZero ? base : (all[i - 1] as Histogram));
    if (sum.reconciled) notes.mismatchedBounds("addition", position);
    total = sum.histogram;
  }
  return compact({ ...total, hint: "gauge" });
}

const nothingLike = ({ schema, bounds }: Histogram): Histogram => ({ ...emptyHistogram, schema, bounds });

function resetAt({ series, firstHistogram }: Window, all: readonly Histogram[], i: number): boolean {
  const { histogramStartTimes: starts, histogramTimes: times } = series;
  if (starts && isStartReset(starts, times, firstHistogram + i)) return true;
  return isReset(all[i] as Histogram, all[i - 1] as Histogram);
}

const isGauge = (each: Histogram | undefined): boolean => each?.hint === "gauge";

function noteKind(all: readonly Histogram[], { notes, metric, position }: Window, isCounter: boolean): void {
  if (isCounter && all.some(isGauge)) notes.histogramNotCounter(metric, position);
  if (!isCounter && !(isGauge(all[0]) && isGauge(all.at(-1)))) notes.histogramNotGauge(metric, position);
}
