import type { WriteSeries } from "@naru/remote-write";
import type { Feature } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import type { MetricFamily, Sample } from "#kernel/metrics.ts";

export interface OwnMetricsOptions {
  /** Whose metrics are told. */
  readonly features: readonly Feature[];
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
  readonly everyMs: number;
  readonly log: Logger;
}

/** Naru's own metrics, which `/metrics` has too, as telemetry like any other: so that rules and dashboards can be about
 *  Naru itself. */
export function ownMetrics({ features, write, everyMs, log }: OwnMetricsOptions): Feature {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  const tell = () =>
    write(
      ownSeries(
        features.flatMap((each) => each.metrics?.() ?? []),
        Date.now(),
      ),
    );
  return {
    name: "own metrics",
    async start() {
      timer = setInterval(() => {
        writing ??= tell()
          .catch((err: unknown) => log.debug({ err }, "Naru's own metrics could not be written"))
          .finally(() => {
            writing = undefined;
          });
      }, everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await writing;
    },
  };
}

/** @param time  milliseconds since 1970 */
export const ownSeries = (families: readonly MetricFamily[], time: number): WriteSeries[] =>
  families.flatMap((family) => family.samples.map((sample) => seriesOf(family, sample, time)));

function seriesOf({ name, type, help }: MetricFamily, sample: Sample, time: number): WriteSeries {
  const { suffix = "", labels = {}, value } = sample;
  const own = Object.entries(labels).map(([key, text]) => [key, String(text)] as const);
  return {
    labels: [["__name__", name + suffix], ["job", "naru"], ...own],
    // The parts of a histogram only grow.
    type: type === "gauge" ? "gauge" : "counter",
    help,
    unit: "",
    samples: [{ time, start: 0, value }],
    histograms: [],
    exemplars: [],
  };
}
