import type { Scene } from "../../scene/scene.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { alarmOf } from "./alarm.ts";
import { growthChart } from "./growth-chart.ts";
import { growthOf } from "./growth.ts";
import { type Volume, volumesOf } from "./volumes.ts";

/** Disks fill slowly, and it takes time to get a larger one. */
const horizonMs = 8 * 3_600_000;
/** Above this part of its size a volume counts as full. */
const fullFrom = 0.95;
const [nearlyFull, quiteFull] = [9, 18];
/** It has been so for long and nothing came of it: told where something else points there, too. */
const asEver = 3;

/** Volumes that are full, and those that will be. */
export const diskForecasts = (scene: Scene): Hypothesis[] =>
  volumesOf(scene).flatMap((volume) => fullNow(volume) ?? fullSoon(volume, scene.window.to) ?? []);

function fullNow(volume: Volume): Hypothesis | undefined {
  const { times, values, limit, of, subject, name } = volume;
  const used = values.at(-1) ?? 0;
  if (!(limit > 0) || used <= limit * fullFrom) return undefined;
  const first = values.findIndex((value) => value > limit * fullFrom);
  const since = times[first] ?? 0;
  const share = (used / limit - fullFrom) / (1 - fullFrom);
  return hypothesisOf(volume, since, first === 0 ? asEver : nearlyFull + (quiteFull - nearlyFull) * share, {
    code: "volume-full",
    values: { of, subject, volume: name, left: Math.max(0, limit - used), limit },
    chart: growthChart("By", volume, { since, before: values[0] ?? 0, used }),
  });
}

function fullSoon(volume: Volume, to: number): Hypothesis | undefined {
  const { limit, of, subject, name } = volume;
  const growth = growthOf(volume, to, horizonMs);
  if (!growth) return undefined;
  const { since, used, rate, fullAt } = growth;
  return hypothesisOf(volume, since, alarmOf(growth, limit, to), {
    code: "volume-full-soon",
    values: { of, subject, volume: name, used, limit, rate, minutes: (fullAt - to) / 60_000 },
    chart: growthChart("By", volume, growth),
  });
}

const hypothesisOf = (
  { service, of, subject, name }: Volume,
  at: number,
  score: number,
  fact: Hypothesis["facts"][number],
): Hypothesis => ({
  rule: "forecasts",
  kind: "disk-full",
  service,
  subject,
  at,
  score,
  inside: [
    insideOf("resource", "disk"),
    insideOf("resource", `volume ${name}`.trim()),
    ...(of === "claim" ? [] : [insideOf(of, subject)]),
  ],
  facts: [fact],
  against: [],
  victims: [],
  touches: [subject],
});
