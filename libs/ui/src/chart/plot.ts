import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { formatTick, type Zone } from "../format/instant.ts";
import { resolveColor } from "../tokens/palette.ts";
import { valueAxis, type ValueScale } from "./axis.ts";
import { MARGIN } from "./scale.ts";

use([BarChart, LineChart, GridComponent, CanvasRenderer]);

interface PlotSeries {
  readonly name: string;
  readonly color: string;
  readonly values: readonly (number | null)[];
  /** What is not measured but expected. */
  readonly isDashed?: boolean;
  /** Between which it is thought to lie. */
  readonly band?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] };
}

export interface PlotModel {
  readonly times: readonly number[];
  readonly stepSeconds: number;
  readonly from: number;
  readonly to: number;
  readonly series: readonly PlotSeries[];
  /** `stack`: areas on top of each other; `steps`: a value holds until the next. */
  readonly kind: "line" | "steps" | "area" | "bars" | "stack";
  readonly format: (value: number) => string;
  readonly scale: ValueScale;
  readonly zone: Zone;
}

export interface Plot {
  draw(model: PlotModel): void;
  resize(): void;
  dispose(): void;
}

/** Draws series and axes. Pointer, tooltip and zoom belong to TimeChart, so that all charts share them. */
export function createPlot(element: HTMLElement): Plot {
  const chart = init(element, null, { renderer: "canvas" });
  return {
    draw: (model) => chart.setOption(optionOf(model), { notMerge: true, lazyUpdate: true }),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  };
}

function optionOf(model: PlotModel): EChartsCoreOption {
  const [text, line] = [resolveColor("var(--text-3)"), resolveColor("var(--line)")];
  const label = { color: text, fontSize: 11, fontFamily: resolveColor("var(--font-text)") };
  return {
    animation: false,
    useUTC: model.zone === "utc",
    grid: { ...MARGIN, containLabel: false, outerBoundsMode: "none" },
    xAxis: {
      type: "time",
      min: model.from,
      max: model.to,
      splitNumber: 6,
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        hideOverlap: true,
        formatter: (time: number) => formatTick(time, model.to - model.from, model.zone),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      ...valueScale(model),
      axisLabel: { ...label, formatter: model.format },
      splitLine: { lineStyle: { color: line } },
    },
    series: model.series.flatMap((series) => [...bandOptions(model, series), seriesOption(model, series)]),
  };
}

/** From zero up; only a series that falls below it has an axis of its own making. */
function valueScale({ series, kind, scale, times }: PlotModel): object {
  const values = series.flatMap(({ values: own, band }) =>
    [...own, ...(band?.high ?? [])].filter((value) => value !== null),
  );
  if (values.some((value) => value < 0)) return { splitNumber: 3 };
  const heights =
    kind === "bars" || kind === "stack"
      ? times.map((_, i) => sum(series.map((one) => one.values[i] ?? 0)))
      : values;
  const { step, max } = valueAxis(
    heights.reduce((most, value) => Math.max(most, value), 0),
    4,
    scale,
  );
  return { min: 0, max, interval: step };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** An area between two lines: one that is not seen, and on top of it how far apart they are. */
function bandOptions({ times }: PlotModel, { name, color, band }: PlotSeries) {
  if (band === undefined) return [];
  const part = (data: readonly (number | null)[], opacity: number) => ({
    type: "line",
    stack: `band of ${name}`,
    silent: true,
    emphasis: { disabled: true },
    symbol: "none",
    lineStyle: { opacity: 0 },
    areaStyle: { color: resolveColor(color), opacity },
    data: data.map((value, i) => [times[i], value]),
  });
  const apart = band.high.map((high, i) => (high === null ? null : high - (band.low[i] ?? 0)));
  return [part(band.low, 0), part(apart, 0.16)];
}

function seriesOption(
  { times, stepSeconds, kind }: PlotModel,
  { name, color, values, isDashed = false }: PlotSeries,
) {
  const paint = resolveColor(color);
  const common = { name, silent: true, itemStyle: { color: paint }, emphasis: { disabled: true } };
  if (kind === "bars") {
    // A bar stands over its whole step, a point at the step's start.
    const data = values.map((value, i) => [(times[i] ?? 0) + stepSeconds * 500, value]);
    return { ...common, type: "bar", stack: "all", barCategoryGap: "12%", large: false, data };
  }
  return {
    ...common,
    type: "line",
    data: values.map((value, i) => [times[i], value]),
    lineStyle: { color: paint, width: 1.5, type: isDashed ? "dashed" : "solid" },
    ...(kind === "steps" && { step: "end" }),
    areaStyle:
      kind === "line" || kind === "steps"
        ? undefined
        : { color: paint, opacity: kind === "stack" ? 0.45 : 0.14 },
    ...(kind === "stack" && { stack: "all" }),
    // A value between two gaps would be invisible as a line.
    symbol: "circle",
    symbolSize: (_: unknown, { dataIndex: i }: { dataIndex: number }) =>
      (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? 4 : 0,
  };
}
