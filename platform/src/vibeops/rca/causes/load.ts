import type { Scene } from "../scene/scene.ts";
import { Level } from "../signals/level.ts";
import type { Signals } from "../signals/signals.ts";
import { type Hypothesis, insideOf } from "./hypothesis.ts";

/** So many times the usual requests are a surge. */
const leastFactor = 1.6;
const bins = 60;
/** So much slower, in median, is felt. */
const leastSlower = 1.5;

/** More requests come in, and only then everything gets slower: no fault, but too little capacity. Says nothing where users feel
 *  nothing. */
export function load(scene: Scene, { moments }: Signals): Hypothesis[] {
  const { calls, window } = scene;
  const roots: number[] = [];
  for (let row = 0; row < calls.count; row++)
    if (calls.isRoot[row] && (calls.start[row] ?? 0) >= window.from) roots.push(row);
  if (roots.length < 100) return [];
  const width = (window.to - window.from) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (const row of roots) {
    const bin = Math.min(bins - 1, Math.floor(((calls.start[row] ?? 0) - window.from) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const level = new Level(
    counts.map((_, bin) => window.from + bin * width),
    counts,
  );
  const durations = new Level(
    roots.map((row) => calls.start[row] ?? 0),
    roots.map((row) => calls.duration[row] ?? 0),
  );
  let best: Hypothesis | undefined;
  for (const at of moments) {
    const change = level.change(at);
    if (change.countBefore < 5 || change.countAfter < 5 || change.before === 0) continue;
    const factor = change.after / change.before;
    const waits = durations.change(at);
    if (factor < leastFactor || waits.after < waits.before * leastSlower) continue;
    const score = Math.min(60, change.z ** 2 / 2) * Math.min(1, Math.log2(factor));
    if (score <= (best?.score ?? 0)) continue;
    const service = busiest(scene, roots, at);
    const perSecond = (count: number) => (count * calls.sampling) / (width / 1000);
    best = {
      rule: "load",
      kind: "load-surge",
      service,
      subject: "",
      at,
      score,
      inside: [insideOf("resource", "load")],
      facts: [
        {
          code: "load",
          values: { service, before: perSecond(change.before), after: perSecond(change.after), factor },
          chart: {
            unit: "{request}/s",
            points: level.times.map((time, i) => [time, perSecond(level.values[i] ?? 0)]),
            changedAt: at,
            before: perSecond(change.before),
            after: perSecond(change.after),
          },
        },
      ],
      against: [],
      victims: [],
      touches: [],
    };
  }
  return best ? [best] : [];
}

function busiest({ calls }: Scene, roots: readonly number[], at: number): string {
  const counts = new Map<string, number>();
  for (const row of roots)
    if ((calls.start[row] ?? 0) >= at)
      counts.set(calls.serviceOf(row), (counts.get(calls.serviceOf(row)) ?? 0) + (calls.duration[row] ?? 0));
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** How much busier the window became at a moment, as a factor of requests; 1 where it did not. */
export function loadFactor(scene: Scene, at: number): number {
  const { calls, window } = scene;
  const times: number[] = [];
  for (let row = 0; row < calls.count; row++)
    if (calls.isRoot[row] && (calls.start[row] ?? 0) >= window.from) times.push(calls.start[row] ?? 0);
  const before = times.filter((time) => time < at).length / (at - window.from || 1);
  const after = times.filter((time) => time >= at).length / (window.to - at || 1);
  return before === 0 ? 1 : after / before;
}
