import type { Histogram } from "../histogram/histogram.ts";
import { equalNumbers } from "../histogram/histogram.ts";
import { isReset } from "../histogram/reset.ts";
import type { SampleSeries } from "./series.ts";

/** Says of each histogram of a counter whether the counter began again since the one before it, so far as this can be
 *  seen. What stands first, or behind a gauge, is not known.
 *  @param tellsResets resets are said to be such; otherwise, as Prometheus's storage does, to be unknown */
export function withHints(series: SampleSeries, tellsResets: boolean): SampleSeries {
  if (series.histograms.length === 0) return series;
  const histograms = series.histograms.map((each, i): Histogram => {
    const previous = series.histograms[i - 1];
    if (each.hint === "gauge" || !previous || previous.hint === "gauge") return each;
    if (each.hint === "not_reset") return each;
    const began = each.hint === "reset" || isReset(each, { ...previous, hint: "unknown" });
    if (began) return { ...each, hint: tellsResets ? "reset" : "unknown" };
    return equalNumbers(each.bounds, previous.bounds) ? { ...each, hint: "not_reset" } : each;
  });
  return { ...series, histograms };
}
