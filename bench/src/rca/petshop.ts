import { dirname, join } from "node:path";
import { DataError } from "./csv.ts";
import { dataFile, readText } from "./data-file.ts";
import { type CallGraph, callGraph, callsOf } from "./petshop-graph.ts";
import { type NodeMetrics, type PetshopMetrics, petshopMetrics } from "./petshop-metrics.ts";
import type { RecordedMetric, Recording, Source, Window } from "./recording.ts";

/* Scenarios of the PetShop data: `graph.csv` (who calls whom), folders of issues with a `metrics.csv` each, and normal
 * running in `noissue/metrics.csv`, where there is one. Where an issue shows and what caused it is not read here.
 * Source: https://github.com/amazon-science/petshop-root-cause-analysis */

/** Normal running is asked about in windows of so many periods, as long as an issue's, … */
const slicePeriods = 5;
/** … at most so many, spread over its second half, so that each has history before it. */
const mostSlices = 24;

/** An issue: its window is from its first to its last period, and normal running ends where it begins.
 *  @throws DataError with file and line */
export async function petshopIssue(folder: string, scenario: string, name: string): Promise<Recording> {
  const graph = await graphOf(scenario);
  const told = await metricsOf(folder);
  const window = spanOf(told);
  const quiet = await quietOf(scenario);
  const before = quiet && { sources: sourcesOf(quiet, graph), movedMs: window.from - spanOf(quiet).to };
  return {
    parts: [...(before ? [before] : []), { sources: sourcesOf(told, graph), movedMs: 0 }],
    windows: new Map([[name, window]]),
  };
}

/** Normal running of a scenario, asked about in slices.
 *  @throws DataError with file and line */
export async function petshopQuiet(scenario: string, name: string): Promise<Recording> {
  const quiet = await metricsOf(join(scenario, "noissue"));
  const { times } = quiet;
  const first = Math.ceil(times.length / 2);
  const count = Math.min(mostSlices, Math.floor((times.length - first) / slicePeriods));
  const apart = count === 0 ? 0 : Math.floor((times.length - first) / count);
  const windows = Array.from({ length: count }, (_, slice): [string, Window] => {
    return [`${name}/noissue/${slice + 1}`, windowOf(quiet, first + slice * apart, slicePeriods)];
  });
  return {
    parts: [{ sources: sourcesOf(quiet, await graphOf(scenario)), movedMs: 0 }],
    windows: new Map(windows),
  };
}

async function quietOf(scenario: string): Promise<PetshopMetrics | undefined> {
  const folder = join(scenario, "noissue");
  return dataFile(folder, "metrics.csv") === undefined ? undefined : metricsOf(folder);
}

async function metricsOf(folder: string): Promise<PetshopMetrics> {
  const file = dataFile(folder, "metrics.csv");
  if (file === undefined) throw new DataError(folder, undefined, "no metrics.csv");
  return petshopMetrics(await readText(file), file);
}

async function graphOf(scenario: string): Promise<CallGraph> {
  const file = dataFile(scenario, "graph.csv");
  if (file === undefined) throw new DataError(scenario, undefined, "no graph.csv");
  return callGraph(await readText(file), file);
}

/** The folder above an issue that has the graph. */
export function scenarioOf(issue: string): string | undefined {
  return [dirname(issue), dirname(dirname(issue))].find(
    (folder) => dataFile(folder, "graph.csv") !== undefined,
  );
}

const spanOf = (told: PetshopMetrics): Window => windowOf(told, 0, told.times.length);

/** The window in which the points of some periods lie. A point is stamped with the end of its period, so a window begins
 *  just after that of the period before. */
function windowOf({ times, periodMs }: PetshopMetrics, first: number, periods: number): Window {
  return { from: (times[first] ?? 0) + 1, to: (times[first + periods - 1] ?? 0) + periodMs + 1 };
}

/** What a collector with the spanmetrics and the servicegraph connector would have told: requests, errors and durations
 *  of each service, and calls along each edge. */
function sourcesOf(told: PetshopMetrics, graph: CallGraph): Source[] {
  const services = [...told.nodes].map(([service, metrics]) => ({
    resource: { "service.name": service },
    spans: [],
    logs: [],
    metrics: [calls(told, metrics), durations(told, metrics)].filter(({ points }) => points.length > 0),
  }));
  const edges: RecordedMetric = {
    name: "traces_service_graph_request_total",
    kind: "sum",
    temporality: 1,
    isMonotonic: true,
    points: callsOf(told, graph).map(({ period, caller, callee, count }) => ({
      ...placeOf(told, period),
      asDouble: count,
      attributes: { client: caller, server: callee },
    })),
  };
  return [...services, { resource: {}, spans: [], logs: [], metrics: [edges] }];
}

const nano = (ms: number) => BigInt(Math.round(ms)) * 1_000_000n;

/** A period is stamped with its beginning in the data, with its end in OTLP. */
function placeOf({ times, periodMs }: PetshopMetrics, period: number) {
  const start = times[period] ?? 0;
  return { start: nano(start), time: nano(start + periodMs) };
}

/** Availability is the share of requests without an error, in percent. As in the connector, a series with errors begins
 *  with the first one. */
function calls(told: PetshopMetrics, { requests, availability }: NodeMetrics): RecordedMetric {
  const points = requests.flatMap((count, period) => {
    if (count === undefined) return [];
    const errors = Math.round(count * (1 - (availability[period] ?? 100) / 100));
    const point = (status: string, value: number) => ({
      ...placeOf(told, period),
      asInt: BigInt(Math.round(value)),
      attributes: { "status.code": status },
    });
    return [
      point("STATUS_CODE_UNSET", count - errors),
      ...(errors > 0 ? [point("STATUS_CODE_ERROR", errors)] : []),
    ];
  });
  return { name: "traces.span.metrics.calls", kind: "sum", temporality: 1, isMonotonic: true, points };
}

/** The data have an average and quantiles of each period, which is what an OTLP summary holds. */
function durations(told: PetshopMetrics, { requests, latency, quantiles }: NodeMetrics): RecordedMetric {
  const points = latency.flatMap((average, period) => {
    const count = requests[period];
    if (average === undefined || count === undefined) return [];
    return [
      {
        ...placeOf(told, period),
        count: BigInt(Math.round(count)),
        sum: average * count,
        quantiles: [...quantiles].flatMap(([quantile, values]) => {
          const value = values[period];
          return value === undefined ? [] : [{ quantile, value }];
        }),
      },
    ];
  });
  return { name: "traces.span.metrics.duration", unit: "s", kind: "summary", points };
}
