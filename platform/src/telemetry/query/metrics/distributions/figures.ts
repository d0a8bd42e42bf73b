import { type Aggregate, type Kind, quantileOf } from "../plan.ts";
import { explicitBuckets, exponentialBuckets, histogramQuantile } from "../quantile.ts";
import type { StepTuple } from "./store.ts";

/** One figure of the distribution observed in one step; null when it cannot be told. */
export function figureOf(
  step: StepTuple,
  aggregate: Aggregate,
  how: { kind: Kind; scale: number; stepSeconds: number },
) {
  const [, observed, sum, min, max] = step;
  const count = Number(observed);
  switch (aggregate) {
    case "count":
      return count;
    case "rate":
      return count / how.stepSeconds;
    case "sum":
      return sum;
    case "avg":
      return count > 0 ? sum / count : null;
    case "min":
      return min;
    case "max":
      return max;
    case "p50":
    case "p95":
    case "p99":
      return percentile(step, quantileOf[aggregate] ?? 0.5, how);
  }
}

function percentile(
  step: StepTuple,
  quantile: number,
  { kind, scale }: { kind: Kind; scale: number },
): number | null {
  const [, , , , , bounds, explicit, positive, negative, zero, threshold, [quantiles, values]] = step;
  if (kind === "summary") return values[quantiles.indexOf(quantile)] ?? null;
  if (kind === "histogram") {
    return histogramQuantile(
      explicitBuckets(
        bounds.toSorted((a, b) => a - b),
        counted(explicit),
      ),
      quantile,
    );
  }
  const nearZero = { count: Number(zero), threshold };
  return histogramQuantile(
    exponentialBuckets(scale, counted(positive), counted(negative), nearZero),
    quantile,
  );
}

/** The engine writes infinity as the text `inf`. */
const counted = ([keys, counts]: readonly [readonly (number | string)[], readonly string[]]) =>
  new Map(
    keys.map((key, index) => [key === "inf" ? Number.POSITIVE_INFINITY : Number(key), Number(counts[index])]),
  );
