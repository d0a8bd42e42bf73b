import { setImmediate } from "node:timers/promises";
import {
  type Bucket,
  float,
  formatValue,
  type Grid,
  type Histogram,
  histogram,
  type InstantResult,
  type Labels,
  populated,
  type RangeResult,
  type Row,
  type SampleSeries,
  timeAt,
} from "@naru/promql";

/* Results as JSON. They may have a million points, so the text is put together at once, without an object a point, and
 * in turns with what else goes on.
 * Source: https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats */

const rowsATurn = 50;

/** @returns `{"resultType":…,"result":…}` */
export async function renderInstant(result: InstantResult, timeMs: number, limit: number): Promise<string> {
  const time = timeMs / 1000;
  switch (result.type) {
    case "scalar":
      return typed("scalar", `[${time},"${formatValue(result.value)}"]`);
    case "string":
      return typed("string", `[${time},${JSON.stringify(result.value)}]`);
    case "vector":
      return typed("vector", await list(result.rows.slice(0, limit), (row) => renderSample(row, time)));
    case "matrix":
      return typed("matrix", await list(result.series.slice(0, limit), renderSeries));
  }
}

export async function renderRange({ grid, rows }: RangeResult, limit: number): Promise<string> {
  return typed("matrix", await list(rows.slice(0, limit), (row) => renderRow(row, grid)));
}

const typed = (type: string, result: string): string => `{"resultType":"${type}","result":${result}}`;
const metricOf = (labels: Labels): string => `"metric":${JSON.stringify(labels)}`;

async function list<T>(items: readonly T[], render: (item: T) => string): Promise<string> {
  const parts: string[] = [];
  for (const [i, item] of items.entries()) {
    parts.push(render(item));
    if (i % rowsATurn === rowsATurn - 1) await setImmediate();
  }
  return `[${parts.join(",")}]`;
}

function renderSample({ labels, kinds, values, histograms }: Row, time: number): string {
  if (kinds[0] === float)
    return `{${metricOf(labels)},"value":[${time},"${formatValue(values[0] as number)}"]}`;
  return `{${metricOf(labels)},"histogram":[${time},${renderHistogram(histograms?.[0] as Histogram)}]}`;
}

function renderRow({ labels, kinds, values, histograms }: Row, grid: Grid): string {
  const floats: string[] = [];
  const native: string[] = [];
  for (let step = 0; step < kinds.length; step++) {
    const time = timeAt(grid, step) / 1000;
    if (kinds[step] === float) floats.push(`[${time},"${formatValue(values[step] as number)}"]`);
    else if (kinds[step] === histogram)
      native.push(`[${time},${renderHistogram(histograms?.[step] as Histogram)}]`);
  }
  return points(labels, floats, native);
}

function renderSeries({ labels, times, values, histogramTimes, histograms }: SampleSeries): string {
  const floats = Array.from(times, (time, i) => `[${time / 1000},"${formatValue(values[i] as number)}"]`);
  const native = Array.from(
    histogramTimes,
    (time, i) => `[${time / 1000},${renderHistogram(histograms[i] as Histogram)}]`,
  );
  return points(labels, floats, native);
}

function points(labels: Labels, floats: readonly string[], native: readonly string[]): string {
  const parts = [metricOf(labels)];
  if (floats.length > 0) parts.push(`"values":[${floats.join(",")}]`);
  if (native.length > 0) parts.push(`"histograms":[${native.join(",")}]`);
  return `{${parts.join(",")}}`;
}

function renderHistogram(value: Histogram): string {
  const buckets = populated(value).map(renderBucket);
  const own = buckets.length === 0 ? "" : `,"buckets":[${buckets.join(",")}]`;
  return `{"count":"${formatValue(value.count)}","sum":"${formatValue(value.sum)}"${own}}`;
}

/** 0: open at the left, 1: open at the right, 2: open at both ends, 3: closed at both. */
function renderBucket({ lower, upper, lowerIncluded, upperIncluded, count }: Bucket): string {
  const bounds = lowerIncluded ? (upperIncluded ? 3 : 1) : upperIncluded ? 0 : 2;
  return `[${bounds},"${formatValue(lower)}","${formatValue(upper)}","${formatValue(count)}"]`;
}
