import type { WriteSeries } from "@naru/remote-write";
import type { Sample } from "./evaluate.ts";
import type { AlertRule } from "./rule.ts";
import type { ActiveAlert } from "./state.ts";

/* Rules leave series: what they record, and ALERTS and ALERTS_FOR_STATE of what is active.
 * Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime */

type Pairs = readonly (readonly [name: string, value: string])[];

const seriesOf = (labels: Pairs, time: number, value: number | "stale"): WriteSeries => ({
  labels,
  type: "gauge",
  help: "",
  unit: "",
  samples: [{ time, start: 0, value }],
  histograms: [],
  exemplars: [],
});

/** Samples that belong to one rule, and ends of the series that it made before and does not make any more. */
export class RuleSeries {
  #before = new Map<string, Pairs>();

  /** @returns what is to be written */
  next(made: readonly { readonly labels: Pairs; readonly value: number }[], time: number): WriteSeries[] {
    const now = new Map(made.map(({ labels }) => [keyOf(labels), labels]));
    const ended = [...this.#before].filter(([key]) => !now.has(key)).map(([, labels]) => labels);
    this.#before = now;
    return [
      ...made.map(({ labels, value }) => seriesOf(labels, time, value)),
      ...ended.map((labels) => seriesOf(labels, time, "stale")),
    ];
  }
}

const keyOf = (labels: Pairs): string => labels.flat().join("\u0000");

export function activeSeries({ name }: AlertRule, alerts: Iterable<ActiveAlert>) {
  return [...alerts]
    .filter(({ state }) => state !== "resolved")
    .flatMap(({ labels, state, activeAt }) => {
      const own = Object.entries({ ...labels, alertname: name });
      return [
        { labels: [["__name__", "ALERTS"], ...own, ["alertstate", state]] as Pairs, value: 1 },
        { labels: [["__name__", "ALERTS_FOR_STATE"], ...own] as Pairs, value: activeAt / 1000 },
      ];
    });
}

export const recordedSeries = (samples: readonly Sample[]) =>
  samples.map(({ labels, value }) => ({ labels: [...labels], value }));
