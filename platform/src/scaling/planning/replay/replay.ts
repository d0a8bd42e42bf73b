import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { AutoscalerRow } from "#kubernetes/index.ts";
import { type Grid, windowOf } from "#telemetry/query/index.ts";
import {
  autoscalerAt,
  fleetAt,
  podsAt,
  servicesAt,
  type Sight,
  withNothing,
  workloadAt,
} from "../history/history.ts";
import { coresOver, replicasOver, trafficOver } from "../store.ts";
import type { Measure, measures, replayLoad, ReplaySettings } from "./api.ts";
import { outcomeOf } from "./outcome.ts";
import { simulate } from "./simulate.ts";

const stepSeconds = 60;
const stepMs = 60_000;
const longestMs = 2 * 86_400_000;

type Input = z.output<typeof replayLoad.input>;
type Figures = readonly (number | null)[];

export async function replayOf(
  sight: Sight,
  { from, to, cluster, kind, namespace, name, ...wanted }: Input,
): Promise<z.output<typeof replayLoad.output>> {
  const { read, now } = sight;
  const place = { cluster, kind, namespace, name };
  const { desired } = workloadAt(sight, place);
  const window = minutesOf(windowOf({ from, to }, now), now);
  const grid = gridBetween(window);
  const services = await servicesAt(sight, place, window);
  const [was, cpu, { rate }] = await Promise.all([
    replicasOver(read, place, grid, window),
    coresOver(read, fleetAt(sight, place), grid, window),
    trafficOver(read, services, grid, window),
  ]);
  const limits = podsAt(sight, place)[0];
  const requested = limits?.requests.cpu ?? null;
  const loads: Readonly<Record<Measure, Figures>> = {
    cpu: requested === null ? [] : cpu,
    requests: withNothing(rate),
  };
  const known = (Object.keys(loads) as (typeof measures)[number][]).filter((each) =>
    loads[each].some((value) => value !== null),
  );
  const autoscaler = autoscalerAt(sight, place);
  const about = { autoscaler: autoscaler?.name ?? "", measures: known };
  const measure = wanted.measure ?? measureOf(autoscaler, known);
  if (measure === undefined || !known.includes(measure)) return { ...about, replay: null };
  const load = loads[measure];
  const settings = settingsOf({
    measure,
    wanted,
    autoscaler,
    desired,
    seen: mostAPod(load, was.ready),
    podCores: limits?.limits.cpu ?? requested,
  });
  const target = measure === "cpu" ? ((requested ?? 0) * settings.target) / 100 : settings.target;
  const { min, max, startSeconds, podCapacity, downSeconds } = settings;
  const { behavior = {} } = autoscaler?.bounds ?? {};
  const would = simulate({
    stepMs,
    load,
    target,
    podCapacity,
    startMs: startSeconds * 1000,
    initial: Math.min(max, Math.max(min, was.desired.find((count) => count !== null) ?? desired)),
    bounds: {
      minReplicas: min,
      maxReplicas: max,
      behavior: {
        ...behavior,
        scaleDown: { ...behavior.scaleDown, stabilizationWindowSeconds: downSeconds },
      },
    },
  });
  const outcome = (course: { desired: Figures; ready: Figures }) =>
    outcomeOf(course.desired, course.ready, load, podCapacity, stepSeconds);
  const isWatched = was.desired.some((count) => count !== null);
  return {
    ...about,
    replay: {
      settings,
      ...grid,
      load: [...load],
      was: { ...was, outcome: isWatched ? outcome(was) : null },
      would: { ...would, outcome: outcome(isWatched ? whereKnown(would, was.desired) : would) },
    },
  };
}

/** Minutes of which it is not known how it was are no saving, and no waste. */
function whereKnown(would: { desired: Figures; ready: Figures }, known: Figures) {
  const masked = (figures: Figures) => figures.map((count, i) => (known[i] === null ? null : count));
  return { desired: masked(would.desired), ready: masked(would.ready) };
}

const minuteOf = (at: number) => Math.floor(at / stepMs) * stepMs;

/** Whole minutes that are over.
 *  @throws NaruError INVALID_INPUT */
function minutesOf({ from, to }: { from: number; to: number }, now: number) {
  if (to - from > longestMs) throw new NaruError("INVALID_INPUT", "from: at most two days before `to`");
  return { from: minuteOf(from), to: minuteOf(Math.min(to, now)) };
}

const gridBetween = ({ from, to }: { from: number; to: number }): Grid => ({
  stepSeconds,
  times: Array.from({ length: Math.max(0, Math.round((to - from) / stepMs)) }, (_, i) => from + i * stepMs),
});

const isByCpu = ({ type, name, form }: AutoscalerRow["metrics"][number]) =>
  type === "Resource" && name === "cpu" && form === "utilization";
const isByRequests = ({ name, form }: AutoscalerRow["metrics"][number]) =>
  name === "requests_per_second" && form === "average";

function measureOf(autoscaler: AutoscalerRow | undefined, known: readonly Measure[]): Measure | undefined {
  const own =
    autoscaler?.metrics.some(isByRequests) && !autoscaler.metrics.some(isByCpu) ? "requests" : "cpu";
  return known.includes(own) ? own : known[0];
}

/** The most that a ready pod was seen to take. */
function mostAPod(load: Figures, ready: Figures): number {
  const each = load.flatMap((asked, i) => {
    const there = ready[i] ?? 0;
    return asked !== null && there > 0 ? [asked / there] : [];
  });
  return each.reduce((most, one) => Math.max(most, one), 0);
}

interface Given {
  readonly measure: Measure;
  readonly wanted: Pick<Input, keyof Omit<ReplaySettings, "measure">>;
  readonly autoscaler: AutoscalerRow | undefined;
  readonly desired: number;
  readonly seen: number;
  /** What a pod may use at most, or what it requests. */
  readonly podCores: number | null;
}

const usualTarget = 70;
const usualStartSeconds = 60;
const usualDownSeconds = 300;

/** What was asked for; else as its autoscaler has it; else as it usually is. */
function settingsOf({ measure, wanted, autoscaler, desired, seen, podCores }: Given): ReplaySettings {
  const own = autoscaler?.metrics.find(measure === "cpu" ? isByCpu : isByRequests)?.target;
  const podCapacity = wanted.podCapacity ?? (measure === "cpu" ? (podCores ?? 1) : seen || 1);
  const min = wanted.min ?? autoscaler?.bounds.minReplicas ?? Math.max(1, desired);
  return {
    measure,
    target: wanted.target ?? own ?? (measure === "cpu" ? usualTarget : podCapacity * 0.7),
    min,
    max: Math.max(min, wanted.max ?? autoscaler?.bounds.maxReplicas ?? Math.max(1, desired) * 3),
    startSeconds: wanted.startSeconds ?? usualStartSeconds,
    podCapacity,
    downSeconds:
      wanted.downSeconds ??
      autoscaler?.bounds.behavior?.scaleDown?.stabilizationWindowSeconds ??
      usualDownSeconds,
  };
}
