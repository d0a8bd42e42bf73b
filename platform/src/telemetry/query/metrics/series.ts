import type { z } from "zod";
import type { metricSeries, MetricRow } from "../api.ts";
import type { Read } from "../reader.ts";
import { type Grid, gridOf, onGrid, type Window, windowOf } from "../window.ts";
import { figureOf } from "./distributions/figures.ts";
import { coarsestScale, distributionSeries } from "./distributions/store.ts";
import { metricRow } from "./metrics.ts";
import { numberSeries } from "./numbers/store.ts";
import { type Aggregate, chooseAggregate, unitOf } from "./plan.ts";
import { catalogue, labelledSeries, pointInterval } from "./store.ts";

const mostSteps = 300;

interface Question {
  readonly metric: MetricRow;
  readonly aggregate: Aggregate;
  readonly window: Window;
  readonly grid: Grid;
  readonly series: ReturnType<typeof labelledSeries>;
  readonly mostSeries: number;
}

/** Values of one group of series at steps of the grid. */
interface Line {
  readonly labels: readonly string[];
  readonly values: (number | null)[];
}

/** One metric over time. A step is never shorter than the points of a series are apart. */
export async function seriesOfMetric(read: Read, input: z.output<typeof metricSeries.input>, now: number) {
  const window = windowOf(input, now);
  const [row] = await catalogue(read, window, { name: input.metric, limit: 1 });
  if (!row) return nothing(window);
  const metric = metricRow(row);
  const aggregate = chooseAggregate(input.aggregate, metric);
  const table = isNumeric(metric) ? "metric_numbers" : "metric_distributions";
  const grid = gridOf(
    window,
    mostSteps,
    Math.max(1, Math.round(await pointInterval(read, table, metric.name, window))),
  );
  const series = labelledSeries(metric.name, window, input.filter, input.groupBy);
  const question = { metric, aggregate, window, grid, series, mostSeries: input.maxSeries };
  const { lines, groups } = await (isNumeric(metric) ? numberLines : distributionLines)(read, question);
  return {
    ...grid,
    metric,
    aggregate,
    unit: unitOf(aggregate, metric, metric.unit),
    series: lines.map(({ labels, values }) => ({
      labels: Object.fromEntries(input.groupBy.map((key, index) => [key, labels[index] ?? ""])),
      values,
    })),
    moreSeries: groups - lines.length,
  };
}

const isNumeric = ({ kind }: MetricRow) => kind === "gauge" || kind === "sum";

const nothing = (window: Window) => ({
  ...gridOf(window, mostSteps, 1),
  metric: null,
  aggregate: "avg" as const,
  unit: "",
  series: [],
  moreSeries: 0,
});

async function numberLines(read: Read, question: Question): Promise<{ lines: Line[]; groups: number }> {
  const { metric, grid } = question;
  const rows = await numberSeries(read, { ...question, metric: metric.name, nature: metric });
  const lines = rows.map((row) => {
    const at = row.times.map((time) => time * 1000);
    return { labels: row.labels, values: onGrid(grid, at, row.figures, null) };
  });
  return { lines, groups: Number(rows[0]?.groups ?? 0) };
}

async function distributionLines(read: Read, question: Question): Promise<{ lines: Line[]; groups: number }> {
  const { metric, aggregate, grid, window } = question;
  const exponential = metric.kind === "exponential_histogram";
  const scale = exponential ? await coarsestScale(read, metric.name, window) : 0;
  const rows = await distributionSeries(read, { ...question, metric: metric.name, nature: metric, scale });
  const how = { kind: metric.kind, scale, stepSeconds: grid.stepSeconds };
  const lines = rows.map(({ labels, steps }) => {
    const at = steps.map(([seconds]) => seconds * 1000);
    return {
      labels,
      values: onGrid(
        grid,
        at,
        steps.map((step) => figureOf(step, aggregate, how)),
        null,
      ),
    };
  });
  return { lines, groups: Number(rows[0]?.groups ?? 0) };
}
