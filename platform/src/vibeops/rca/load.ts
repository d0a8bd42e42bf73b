import type { ClickHouse } from "@naru/clickhouse";
import { toNaruError } from "#kernel/failure.ts";
import type { Picture } from "#kubernetes/index.ts";
import type { AtRisk } from "#objectives/index.ts";
import { type Read, readerOf, type Window } from "#telemetry/query/index.ts";
import { callColumns, lineColumns } from "./columns.ts";
import { Calls } from "./scene/calls.ts";
import { Lines } from "./scene/lines.ts";
import { matterOf, resourceNames, serviceNames } from "./scene/matter.ts";
import type { Relation, Scene } from "./scene/scene.ts";
import type { Series } from "./scene/series.ts";
import { median } from "./signals/robust.ts";
import { loadSeasons } from "./load-seasons.ts";
import { isRandom, type Sample } from "./sample.ts";
import * as store from "./store.ts";

export interface Sources {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  /** Left out: nobody declares objectives. */
  readonly objectives?: AtRisk | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** As many as are judged within a second or two. */
const mostSpans = 120_000;
const mostLines = 120_000;
const mostSeries = 20_000;
/** What was usual is read from so long before the window: as long as the window, within bounds. */
const leastHistoryMs = 5 * 60_000;
const mostHistoryMs = 30 * 60_000;
/** Metrics are few and go back further. */
const metricHistoryMs = 24 * 3_600_000;
const changeHistoryMs = 60 * 60_000;

type Loading = { -readonly [Part in keyof Scene]: Scene[Part] };

/** Loads what a diagnosis looks at, in stages side by side. A stage that fails is told and leaves its part empty.
 *  @throws the signal's reason when the caller leaves */
export async function loadScene(sources: Sources, window: Window, signal: AbortSignal): Promise<Scene> {
  const read = readerOf(sources.clickhouse, signal);
  const historyMs = Math.min(Math.max(window.to - window.from, leastHistoryMs), mostHistoryMs);
  const calls = Calls.fromRows([]);
  const scene: Loading = {
    window,
    now: sources.now,
    since: window.from - historyMs,
    calls,
    lines: Lines.fromRows([], calls.ids),
    series: [],
    relations: [],
    seasons: [],
    hosts: new Map(),
    changes: [],
    workloads: [],
    pods: [],
    certificates: [],
    findings: [],
    runsAs: new Map(),
    events: [],
    objectives: [],
    stages: [],
  };
  const loader: Loader = { ...sources, read, signal, scene };
  let resources: Resources = new Map();
  const first = await timed(signal, "resources", async () => {
    const rows = await store.resourcesBetween(read, { from: scene.since - metricHistoryMs, to: window.to });
    resources = new Map(rows.map((row) => [row.id, row]));
  });
  const others = await Promise.all([
    timed(signal, "calls", () => callsAndLines(loader, resources)),
    timed(signal, "metrics", () => series(loader, resources)),
    timed(signal, "kubernetes", () => kubernetes(loader)),
    timed(signal, "objectives", async () => {
      scene.objectives = (await sources.objectives?.(window.to, signal)) ?? [];
    }),
    timed(signal, "seasons", async () => {
      scene.seasons = await loadSeasons(sources.clickhouse, { from: scene.since, to: window.to }, signal);
    }),
  ]);
  scene.stages = [first, ...others];
  return scene;
}

interface Loader extends Sources {
  readonly read: Read;
  readonly signal: AbortSignal;
  readonly scene: Loading;
}
type Resources = ReadonlyMap<string, store.ResourceRow>;
type Stage = Scene["stages"][number];

async function timed(signal: AbortSignal, name: string, run: () => Promise<void>): Promise<Stage> {
  const started = performance.now();
  let error: string | null = null;
  try {
    await run();
  } catch (cause) {
    signal.throwIfAborted();
    error = toNaruError(cause).message;
  }
  return { name, durationMs: performance.now() - started, error };
}

async function callsAndLines(
  { clickhouse, read, signal, scene }: Loader,
  resources: Resources,
): Promise<void> {
  const range = { from: scene.since, to: scene.window.to };
  const [{ count, busiest }, lines] = await Promise.all([
    store.countOfSpans(read, range),
    store.countOfLines(read, range),
  ]);
  if (count === 0 && lines === 0) return;
  const sampling = Math.max(1, Math.ceil(count / mostSpans), Math.ceil(lines / (4 * mostLines)));
  const others = Math.max(1, Math.ceil(lines / mostLines));
  const isSliced = sampling === 1 || isRandom(await store.spreadOfTraces(read, busiest));
  const sample: Sample = { of: sampling, by: isSliced ? "slice" : "hash" };
  const [spansRead, linesRead] = await Promise.all([
    store.spansBetween(clickhouse, range, sample, signal),
    store.linesBetween(clickhouse, range, { traces: sample, others }, signal),
  ]);
  const podOf = (resource: string) => resources.get(resource)?.pod ?? "";
  scene.calls = new Calls(callColumns(spansRead, podOf), sampling);
  scene.lines = new Lines(lineColumns(linesRead, scene.calls.ids, podOf));
}

const steps = [10, 30, 60, 300];
/** Kinds of series: gauges and sums have numbers, the others distributions. */
const lastOfNumbers = 2;

async function series({ clickhouse, read, signal, scene }: Loader, resources: Resources): Promise<void> {
  const { from, to } = scene.window;
  const step = steps.find((each) => each * 120_000 >= to - from) ?? 300;
  const parts = [
    { range: { from: from - metricHistoryMs, to: from }, names: serviceNames, step: 300 },
    { range: { from, to }, names: serviceNames, step: Math.max(step, 60) },
    { range: { from: scene.since, to }, names: resourceNames, step },
  ];
  const all = { from: from - metricHistoryMs, to };
  const known = await store.seriesBetween(read, all, `${serviceNames}|${resourceNames}`, mostSeries);
  const answers = await Promise.all(
    parts.map(async (part) => {
      const names = new RegExp(part.names);
      const own = known.filter(({ metric }) => names.test(metric));
      const numbers = metricsOf(own, (kind) => kind <= lastOfNumbers);
      const distributions = metricsOf(own, (kind) => kind > lastOfNumbers);
      return {
        part,
        numbers: await store.numbersBetween(clickhouse, part.range, numbers, part.step, signal),
        distributions: await store.distributionsBetween(
          clickhouse,
          part.range,
          distributions,
          part.step,
          signal,
        ),
      };
    }),
  );
  const rows = new Map(known.map((row) => [row.id, row]));
  const found: Series[] = [];
  const relations = new Map<string, Relation>();
  for (const { part, numbers, distributions } of answers) {
    const byId = pointsById(numbers);
    const spacings = spacingsOf(byId, rows, part.step);
    for (const [id, points] of byId) {
      const row = rows.get(id);
      if (row && /service_graph/.test(row.metric)) addCalls(relations, row, points);
      else if (row)
        found.push(...numberSeries(row, points, spacings.get(row.metric) ?? part.step, resources));
    }
    for (const [id, points] of pointsById(distributions)) {
      const row = rows.get(id);
      if (row) found.push(...distributionSeries(row, points, resources));
    }
  }
  scene.series = found;
  scene.relations = [...relations.values()];
}

const metricsOf = (rows: readonly store.SeriesRow[], isOf: (kind: number) => boolean): string[] => [
  ...new Set(rows.filter(({ kind }) => isOf(kind)).map(({ metric }) => metric)),
];

function addCalls(
  relations: Map<string, Relation>,
  { attributes }: store.SeriesRow,
  points: readonly number[][],
): void {
  const { client = "", server = "" } = attributes;
  const id = `${client}\n${server}`;
  const calls = points.reduce((sum, [, , , total = 0]) => sum + total, relations.get(id)?.calls ?? 0);
  relations.set(id, { caller: client, callee: server, calls });
}

/** Time and the other columns of each series, ascending. */
function pointsById(columns: readonly (readonly unknown[])[]): Map<string, number[][]> {
  const found = new Map<string, number[][]>();
  for (const [index, id] of (columns[0] ?? []).entries()) {
    const point = columns.slice(1).map((column) => Number(column[index]));
    const points = found.get(String(id));
    if (points) points.push(point);
    else found.set(String(id), [point]);
  }
  return found;
}

function described(row: store.SeriesRow, resources: Resources): Omit<Series, "times" | "values"> | undefined {
  const matter = matterOf(row.metric);
  if (!matter) return undefined;
  const resource = resources.get(row.resource);
  const { pod = "", node = "", container: _container, ...attributes } = row.attributes;
  return {
    metric: row.metric,
    matter:
      matter === "requests" && row.attributes["status.code"] === "STATUS_CODE_ERROR" ? "errors" : matter,
    service: row.service,
    pod: pod || (resource?.pod ?? ""),
    node: node || (resource?.node ?? ""),
    attributes: resource?.volume
      ? {
          ...attributes,
          "k8s.volume.name": resource.volume,
          "k8s.volume.type": resource.volumeType,
        }
      : attributes,
    unit: row.unit,
  };
}

/** Delta sums are added up by step and divided by the seconds between points, cumulative ones become what came to it since the step before; both by the second. */
function numberSeries(
  row: store.SeriesRow,
  points: readonly number[][],
  spacing: number,
  resources: Resources,
): Series[] {
  const base = described(row, resources);
  if (!base) return [];
  const isCount = row.kind === 2 && row.monotonic === 1;
  if (!isCount)
    return [{ ...base, times: points.map(([time = 0]) => time), values: points.map(([, mean = 0]) => mean) }];
  if (row.temporality === 1)
    return [
      {
        ...base,
        times: points.map(([time = 0]) => time),
        values: points.map(([, , , total = 0]) => total / spacing),
      },
    ];
  const times: number[] = [];
  const values: number[] = [];
  for (const [index, [time = 0, , highest = 0]] of points.entries()) {
    const [earlier, , before = 0] = points[index - 1] ?? [];
    if (earlier === undefined || highest < before) continue;
    times.push(time);
    values.push((highest - before) / ((time - earlier) / 1000));
  }
  return [{ ...base, times, values }];
}

/** Seconds from one point to the next of each metric, as its densest series has it, or of a step where points come more often. What
 *  counts rare things has points only when there are any. */
function spacingsOf(
  byId: ReadonlyMap<string, readonly number[][]>,
  rows: ReadonlyMap<string, store.SeriesRow>,
  step: number,
): Map<string, number> {
  const spacings = new Map<string, number>();
  for (const [id, points] of byId) {
    const metric = rows.get(id)?.metric ?? "";
    const gaps = points.slice(1).map(([time = 0], index) => (time - (points[index]?.[0] ?? 0)) / 1000);
    if (gaps.length === 0) continue;
    const spacing = Math.max(step, median(gaps));
    spacings.set(metric, Math.min(spacing, spacings.get(metric) ?? spacing));
  }
  return spacings;
}

/** Mean values of each step: of cumulative ones, of what came since the step before. */
function distributionSeries(
  row: store.SeriesRow,
  points: readonly number[][],
  resources: Resources,
): Series[] {
  const base = described(row, resources);
  if (!base) return [];
  const times: number[] = [];
  const values: number[] = [];
  for (const [index, [time = 0, count = 0, sum = 0, highestCount = 0, highestSum = 0]] of points.entries()) {
    const [, , , countBefore = 0, sumBefore = 0] = points[index - 1] ?? [];
    const isCumulative = row.temporality === 2;
    if (isCumulative && index === 0) continue;
    const [n, total] = isCumulative ? [highestCount - countBefore, highestSum - sumBefore] : [count, sum];
    if (n <= 0) continue;
    times.push(time);
    values.push(total / n);
  }
  return [{ ...base, times, values }];
}

async function kubernetes({ read, picture, scene }: Loader): Promise<void> {
  const { from, to } = scene.window;
  const [changes, events, relations, addresses] = await Promise.all([
    picture.changes(read, { from: from - changeHistoryMs, to }, 2000),
    picture.events(read, { from, to }, 2000),
    picture.relations(read, { from, to }),
    store.serviceAddresses(read, { from, to }),
  ]);
  scene.changes = changes;
  scene.events = events;
  scene.workloads = picture.workloads();
  scene.pods = picture.pods();
  scene.certificates = picture.certificates();
  scene.findings = picture.findings();
  scene.hosts = new Map(addresses.map(({ address, name }) => [address, name]));
  const runsAs = new Map<string, Scene["runsAs"] extends ReadonlyMap<string, infer R> ? R : never>();
  for (const { service, cluster, workload } of relations)
    runsAs.set(service, [...(runsAs.get(service) ?? []), { cluster, ...workload }]);
  scene.runsAs = runsAs;
}
