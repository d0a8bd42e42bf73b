import { call, type Proposal, type QueryContext, useTimeRange } from "@naru/ui";
import { useCallback } from "react";
import { promqlLabels, promqlValues } from "#telemetry/prometheus/api.ts";

const most = 100;

/** What people write most often.
 *  Source: https://prometheus.io/docs/prometheus/latest/querying/functions/ */
const functions = [
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "topk",
  "bottomk",
  "quantile",
  "rate",
  "increase",
  "irate",
  "delta",
  "deriv",
  "histogram_quantile",
  "avg_over_time",
  "max_over_time",
  "min_over_time",
  "sum_over_time",
  "quantile_over_time",
  "absent",
  "clamp_min",
  "clamp_max",
  "label_replace",
  "label_join",
  "predict_linear",
  "round",
  "time",
  "vector",
];

/** Proposals from what the page's time range has: metrics, labels and their values. */
export function usePropose(): (context: QueryContext) => Promise<readonly Proposal[]> {
  const { range } = useTimeRange();
  const { from, to } = range;
  return useCallback(
    async (context) => {
      const window = { from, to };
      const { typed } = context;
      if (context.of === "name") {
        const asked = { ...window, label: "__name__", search: typed, limit: most };
        const { values } = await call(promqlValues, asked);
        const fitting = functions.filter((name) => name.startsWith(typed));
        return [...fitting.map((text) => ({ text, hint: "()" })), ...values.map((text) => ({ text }))];
      }
      const selector = context.metric;
      if (context.of === "label") {
        const { labels } = await call(promqlLabels, { ...window, selector });
        return labels.filter((name) => name !== "__name__").map((text) => ({ text }));
      }
      const { values } = await call(promqlValues, { ...window, label: context.label, selector, limit: most });
      return values.map((text) => ({ text }));
    },
    [from, to],
  );
}
