import { csvRows, type CsvRow, DataError } from "./csv.ts";

/** A metrics.csv of PetShop: every series has a value, or none, for each period. */
export interface PetshopMetrics {
  /** Where each period begins, in milliseconds since 1970. */
  readonly times: readonly number[];
  readonly periodMs: number;
  readonly nodes: ReadonlyMap<string, NodeMetrics>;
}

type Values = readonly (number | undefined)[];

export interface NodeMetrics {
  readonly requests: Values;
  /** Percent, 0 to 100. */
  readonly availability: Values;
  /** Average, in seconds. */
  readonly latency: Values;
  /** By quantile (0.5), in seconds. */
  readonly quantiles: ReadonlyMap<number, Values>;
}

/** What the first cells of the four rows before the values say. */
const heads = ["microservice", "metric", "statistic", "unix_timestamp"];
const usualPeriodMs = 300_000;

/** Reads a table whose columns are named by three rows: node, metric (latency, requests, availability) and statistic
 *  (Average, Sum, p50 …). Other metrics are passed over.
 *  @throws DataError with file and line */
export function petshopMetrics(text: string, file: string): PetshopMetrics {
  const rows = csvRows(text, file);
  heads.forEach((head, index) => {
    if (rows[index]?.cells[0] === head) return;
    throw new DataError(file, rows[index]?.line ?? rows.length + 1, `the row of ${head} is missing`);
  });
  const [names, metrics, statistics] = rows.map(({ cells }) => cells);
  const values = rows.slice(heads.length);
  if (values.length === 0) throw new DataError(file, heads.length + 1, "no values");
  const nodes = new Map<string, Draft>();
  names?.forEach((node, column) => {
    if (column === 0) return;
    const draft = nodes.get(node) ?? emptyDraft(values.length);
    nodes.set(node, draft);
    put(draft, metrics?.[column] ?? "", statistics?.[column] ?? "", columnOf(values, column, file));
  });
  const times = timesOf(values, file);
  return { times, periodMs: periodOf(times), nodes };
}

interface Draft {
  requests: Values;
  availability: Values;
  latency: Values;
  quantiles: Map<number, Values>;
}

function emptyDraft(periods: number): Draft {
  const none = Array.from({ length: periods }, () => undefined);
  return { requests: none, availability: none, latency: none, quantiles: new Map() };
}

function put(draft: Draft, metric: string, statistic: string, values: Values): void {
  if (metric === "requests" && statistic === "Sum") draft.requests = values;
  if (metric === "availability" && statistic === "Average") draft.availability = values;
  if (metric === "latency" && statistic === "Average") draft.latency = values;
  const percentile = /^p(\d{1,2}(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (metric === "latency" && percentile !== undefined) draft.quantiles.set(Number(percentile) / 100, values);
}

const columnOf = (rows: readonly CsvRow[], column: number, file: string): Values =>
  rows.map(({ line, cells }) => {
    const cell = cells[column] ?? "";
    if (cell === "") return undefined;
    const value = Number(cell);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new DataError(file, line, `column ${column + 1}: ${JSON.stringify(cell)} is no number from 0`);
  });

function timesOf(rows: readonly CsvRow[], file: string): number[] {
  const times = rows.map(({ line, cells }) => {
    const seconds = Number(cells[0] || Number.NaN);
    if (seconds > 0 && seconds < 1e11) return seconds * 1000;
    throw new DataError(file, line, `${JSON.stringify(cells[0])} is no time in seconds since 1970`);
  });
  times.forEach((time, index) => {
    if (index === 0 || time > (times[index - 1] ?? 0)) return;
    throw new DataError(file, rows[index]?.line, "a time that is not after the one before");
  });
  return times;
}

/** The shortest step between two rows. */
function periodOf(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return steps.length === 0 ? usualPeriodMs : Math.min(...steps);
}
