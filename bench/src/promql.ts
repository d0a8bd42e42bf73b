import { rangeQuery, type SeriesSource } from "@naru/promql";
import { toOtlp, type WriteSeries } from "@naru/remote-write";
import { storeRequest } from "@naru/platform/telemetry/ingest/fixture.ts";
import { prometheus, promqlSource } from "@naru/platform/telemetry/prometheus/index.ts";
import type { Store } from "@naru/platform/telemetry/store/index.ts";
import { Hono } from "hono";
import { temporaryStore } from "./store.ts";
import { time } from "./timing.ts";

export interface PromqlBenchOptions {
  readonly series: number;
  readonly say: (line: string) => void;
}

const minute = 60_000;
const every = 15_000;
const storedMs = 80 * minute;
const shownMs = 60 * minute;
/** Series of one instance: the buckets of a histogram. */
const bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"];
const instancesAJob = 10;
const seriesARequest = 200;

const queries = {
  promqlRate: "rate(bench_seconds_bucket[5m])",
  promqlSumByJob: "sum by (job) (rate(bench_seconds_bucket[5m]))",
  promqlHistogramQuantile: "histogram_quantile(0.9, sum by (le) (rate(bench_seconds_bucket[5m])))",
  promqlQuantileOverTime: "quantile_over_time(0.9, bench_seconds_bucket[5m])",
};

/** PromQL over an hour of counters at every 15 s, over the real store: the evaluation, the store's part of it, and the
 *  whole answer of Prometheus's API. Each figure is of seven runs after one to warm up, each over another hour. */
export async function benchPromql({ series, say }: PromqlBenchOptions): Promise<Record<string, number>> {
  const store = await temporaryStore();
  try {
    const to = Math.floor(Date.now() / minute) * minute;
    say(`${series} series of ${storedMs / every} points …`);
    for (let first = 0; first < series; first += seriesARequest)
      await fill(store, first, Math.min(seriesARequest, series - first), to);
    say("asking …");
    const figures: Record<string, number> = {};
    for (const [name, query] of Object.entries(queries))
      Object.assign(figures, await measure(store, name, query, to, say));
    return figures;
  } finally {
    await store.discard();
  }
}

async function fill({ clickhouse }: Store, first: number, count: number, to: number): Promise<void> {
  const series = Array.from({ length: count }, (_, i) => counter(first + i, to));
  const { body } = toOtlp(series, { oldest: 0, newest: Number.MAX_SAFE_INTEGER });
  await storeRequest(clickhouse, "metrics", body, to / 1000);
}

function counter(number: number, to: number): WriteSeries {
  const bucket = number % bounds.length;
  const instance = Math.floor(number / bounds.length);
  const step = 3 * (bucket + 1);
  return {
    labels: [
      ["__name__", "bench_seconds_bucket"],
      ["instance", `10.0.0.${instance % 250}:${8000 + instance}`],
      ["job", `job-${Math.floor(instance / instancesAJob)}`],
      ["le", bounds[bucket] ?? ""],
    ],
    type: "counter",
    help: "",
    unit: "",
    samples: Array.from({ length: storedMs / every }, (_, i) => ({
      time: to - storedMs + (i + 1) * every,
      start: 0,
      value: i * step + ((i * 7 + number) % step),
    })),
    histograms: [],
    exemplars: [],
  };
}

async function measure(
  { clickhouse }: Store,
  name: string,
  query: string,
  to: number,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const storeMs: number[] = [];
  const source = timed(promqlSource(clickhouse), storeMs);
  const signal = new AbortController().signal;
  const rangeOf = (run: number) => ({
    start: to - shownMs - run * minute,
    end: to - run * minute,
    step: every,
  });
  const engine = await time((run) => rangeQuery(query, rangeOf(run), { source, signal }));

  const app = new Hono();
  prometheus({ clickhouse }).routes?.register(app);
  let answerBytes = 0;
  const answer = await time(async (run) => {
    const { start, end, step } = rangeOf(run);
    const asked = new URLSearchParams({
      query,
      start: String(start / 1000),
      end: String(end / 1000),
      step: String(step / 1000),
    });
    const told = await app.request(`/prometheus/api/v1/query_range?${asked}`);
    answerBytes = (await told.arrayBuffer()).byteLength;
    if (told.status !== 200) throw new Error(`${query} was answered with ${told.status}`);
  });
  const store = median(storeMs);
  say(`${query}: ${engine.median} ms (${store} ms in the store), answered in ${answer.median} ms`);
  return {
    [`${name}Ms`]: engine.median,
    [`${name}WorstMs`]: engine.worst,
    [`${name}StoreMs`]: store,
    [`${name}AnswerMs`]: answer.median,
    [`${name}AnswerMb`]: Math.round(answerBytes / 1e5) / 10,
  };
}

/** @param took told of the milliseconds of each selection */
const timed = (source: SeriesSource, took: number[]): SeriesSource => ({
  async select(selection, signal) {
    const started = performance.now();
    const found = await source.select(selection, signal);
    took.push(performance.now() - started);
    return found;
  },
});

const median = (values: readonly number[]): number =>
  Math.round((values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0) * 10) / 10;
