import {
  EvaluationError,
  type Histogram,
  Labels,
  type Matcher,
  matchesAll,
  metricName,
  noBuckets,
  type SampleSeries,
} from "@naru/promql";
import { FilterError } from "#telemetry/query/index.ts";
import type { Reader, Window } from "../store.ts";
import { type DerivedFamily, derivedOf, filterLabel, filterOf, labelNames } from "./families.ts";
import { derivedLabels, type DerivedRow, derivedRows, type DerivedSelection } from "./store.ts";

/** Longer windows are read by the minute. */
const longMs = 4 * 3_600_000;

/** What spans and logs amount to: a sample for each step in which something happened, telling when the step began.
 *  @throws EvaluationError when there is too much of it, or its filter can't be read */
export async function derivedSeries(
  reader: Reader,
  window: Window,
  matchers: readonly Matcher[],
  most: number,
): Promise<SampleSeries[]> {
  const families = derivedOf(matchers);
  const filter = filterOf(matchers);
  const stepSeconds = window.to - window.from > longMs ? 60 : 10;
  const bySource = Map.groupBy(families, ({ source }) => source);
  const found = await Promise.all(
    [...bySource].map(async ([source, own]) => {
      const withBuckets = own.some(({ figure }) => figure === "duration");
      const selection = { source, window, stepSeconds, matchers, filter };
      const rows = await told(derivedRows(reader, selection, withBuckets, most + 1));
      if (rows.reduce((sum, { at }) => sum + at.length, 0) > most) {
        throw new EvaluationError(
          "query processing would load too many samples into memory in query execution",
          "too_many_samples",
        );
      }
      return own.flatMap((family) => rows.map((row) => seriesOf(family, row, selection)));
    }),
  );
  return found.flat().filter((each) => matchesAll(matchers, each.labels));
}

/** A filter that can't be read is a mistake of the query.
 *  @throws EvaluationError */
async function told<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    if (!(cause instanceof FilterError)) throw cause;
    throw new EvaluationError(`${filterLabel}: ${cause.message}`, "invalid");
  }
}

/** Their labels alone. */
export async function derivedLabelSets(
  reader: Reader,
  window: Window,
  matchers: readonly Matcher[],
): Promise<Labels[]> {
  const filter = filterOf(matchers);
  const bySource = Map.groupBy(derivedOf(matchers), ({ source }) => source);
  const found = await Promise.all(
    [...bySource].map(async ([source, own]) => {
      const selection = { source, window, stepSeconds: 60, matchers, filter };
      const sets = await told(derivedLabels(reader, selection));
      return own.flatMap((family) => sets.map((values) => labelsOf(family.name, selection, values)));
    }),
  );
  return found.flat().filter((labels) => matchesAll(matchers, labels));
}

const labelsOf = (
  name: string,
  { source, filter }: Pick<DerivedSelection, "source" | "filter">,
  values: readonly string[],
): Labels =>
  Labels.from([
    [metricName, name],
    ...(filter === "" ? [] : [[filterLabel, filter] as const]),
    ...labelNames[source].map((label, i) => [label, values[i] ?? ""] as const),
  ]);

const none = new Float64Array();

function seriesOf(
  { name, figure }: DerivedFamily,
  row: DerivedRow,
  selection: DerivedSelection,
): SampleSeries {
  const { stepSeconds } = selection;
  const labels = labelsOf(name, selection, row.labels);
  const starts = Float64Array.from(row.at, (at) => at * 1000);
  const times = starts.map((start) => start + stepSeconds * 1000);
  const empty = { times: none, values: none, histogramTimes: none, histograms: [], staleTimes: none };
  if (figure !== "duration") {
    const values = Float64Array.from(figure === "errors" ? row.errors : row.requests);
    return { ...empty, labels, times, values, startTimes: starts };
  }
  return {
    ...empty,
    labels,
    histogramTimes: times,
    histograms: row.at.map((_, i) => histogramOf(row, i)),
    histogramStartTimes: starts,
  };
}

/** Rollups count durations in 16 buckets for each doubling of nanoseconds, which is schema 4 but for the unit: each goes
 *  to the bucket of seconds that its middle lies in, at most 1.6 % away. */
const schema = 4;
const shift = 16 * Math.log2(1e9);

function histogramOf(row: DerivedRow, step: number): Histogram {
  const [buckets = [], counts = []] = row.buckets[step] ?? [];
  return {
    schema,
    hint: "unknown",
    count: row.requests[step] ?? 0,
    sum: row.sums[step] ?? 0,
    zeroThreshold: 0,
    zeroCount: 0,
    bounds: [],
    positive: { indices: buckets.map((bucket) => Math.ceil(bucket + 0.5 - shift)), counts },
    negative: noBuckets,
  };
}
