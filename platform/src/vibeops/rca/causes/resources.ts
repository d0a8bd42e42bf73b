import type { CauseKind } from "../diagnosis/api.ts";
import { ownerOf } from "../scene/owner.ts";
import type { Scene } from "../scene/scene.ts";
import type { Matter, Series } from "../scene/series.ts";
import { Level } from "../signals/level.ts";
import type { Signals } from "../signals/signals.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";
import { pointsOf } from "./shown.ts";

interface Reading {
  readonly kind: CauseKind;
  readonly resource: string;
  /** Whether a value is high enough to hurt, whatever it was before. */
  hurts(series: Series, after: number, before: number): boolean;
}

/** What a resource that rises means. A rise alone breaks nothing, so it weighs little until something else points there too. */
const readings: Readonly<Partial<Record<Matter, Reading>>> = {
  "event-loop": {
    kind: "event-loop-blocked",
    resource: "event loop",
    hurts: ({ metric }, after, before) =>
      /delay.*(?:p99|max)/.test(metric) && after > 0.1 && after > 3 * before,
  },
  cpu: {
    kind: "cpu-contention",
    resource: "cpu",
    hurts: (_, after, before) => after > 2 * before && after > 0.1,
  },
  pool: {
    kind: "pool-exhausted",
    resource: "connection pool",
    hurts: ({ metric }, after, before) => /pending/.test(metric) && after >= 0.5 && after > 3 * before,
  },
  memory: {
    kind: "memory-leak",
    resource: "memory",
    hurts: (_, after, before) => after > 1.5 * before && after > 64 * 2 ** 20,
  },
  network: { kind: "network", resource: "network", hurts: (_, after, before) => after > 3 * before },
  disk: {
    kind: "disk-full",
    resource: "disk",
    hurts: ({ metric }, after) => /utilization/.test(metric) && after > 0.9,
  },
};

/** What is wrong with one pod where its siblings go on as before; what fills up fills up in each pod by itself. */
const ofPods: ReadonlySet<Matter> = new Set<Matter>(["event-loop", "cpu", "network"]);

const least = 4;
const most = 10;

/** Resources of pods that changed at some moment of the window, and of services whose pods have been replaced meanwhile. */
export function resources(scene: Scene, { moments }: Signals): Hypothesis[] {
  return [...scene.series, ...ofReplacedPods(scene)].flatMap((series) => {
    const reading = readings[series.matter];
    const isTold = series.service !== "" || series.pod !== "";
    if (!reading || !isTold || series.times.length < 2 * least) return [];
    const level = new Level(series.times, series.values);
    let best: Hypothesis | undefined;
    for (const at of moments) {
      const z = level.z(at, least);
      if (z <= 3) continue;
      const change = level.change(at);
      if (!reading.hurts(series, change.after, change.before)) continue;
      const score = Math.min(most, (z ** 2 / 2) * (2 * change.above - 1));
      if (score > (best?.score ?? 0)) best = hypothesisOf(scene, series, reading, { at, score, ...change });
    }
    if (!best) return [];
    return [isOfOnePod(scene, series, reading, best.at) ? ofOnePod(best, series.pod) : best];
  });
}

/** Whether the other pods of its service go on as before. */
function isOfOnePod(scene: Scene, series: Series, reading: Reading, at: number): boolean {
  if (!ofPods.has(series.matter) || series.pod === "" || series.service === "") return false;
  const siblings = scene.series.filter(
    ({ metric, service, pod, times }) =>
      metric === series.metric &&
      service === series.service &&
      pod !== series.pod &&
      pod !== "" &&
      (times.at(-1) ?? 0) > at,
  );
  return (
    siblings.length > 0 &&
    siblings.every((sibling) => {
      const { before, after, countAfter } = new Level(sibling.times, sibling.values).change(at);
      return countAfter >= least / 2 && !reading.hurts(sibling, after, before);
    })
  );
}

const ofOnePod = (hypothesis: Hypothesis, pod: string): Hypothesis => ({
  ...hypothesis,
  kind: "bad-pod",
  inside: [insideOf("pod", pod), ...hypothesis.inside],
});

/** Where no pod was there before and after, those before and those after are taken for one. */
function ofReplacedPods({ series, window }: Scene): Series[] {
  const named = series.filter(({ matter, service, pod }) => readings[matter] && service !== "" && pod !== "");
  const groups = Map.groupBy(named, ({ metric, service, attributes }) =>
    JSON.stringify([service, metric, attributes]),
  );
  return [...groups.values()].flatMap((pods) => {
    const [first] = pods;
    const isReplaced = pods.some(({ times }) => (times[0] ?? 0) > window.from);
    if (!first || !isReplaced || pods.length < 2) return [];
    const points = pods
      .flatMap(({ times, values }) => times.map((time, index) => [time, values[index] ?? 0] as const))
      .toSorted(([a], [b]) => a - b);
    const times = points.map(([time]) => time);
    return [{ ...first, pod: "", times, values: points.map(([, value]) => value) }];
  });
}

function hypothesisOf(
  scene: Scene,
  series: Series,
  { kind, resource }: Reading,
  { at, score, before, after }: { at: number; score: number; before: number; after: number },
): Hypothesis {
  const subject = series.pod || series.service;
  return {
    rule: "resources",
    kind,
    service: series.pod === "" ? series.service : ownerOf(scene, series.pod),
    subject,
    at,
    score,
    inside: [insideOf("resource", resource)],
    facts: [
      {
        code: "resource-changed",
        values: { metric: series.metric, subject, before, after, unit: series.unit },
        chart: {
          unit: series.unit || "1",
          points: pointsOf(series.times, series.values),
          changedAt: at,
          before,
          after,
        },
      },
    ],
    against: [],
    victims: [],
    touches: [subject],
  };
}
