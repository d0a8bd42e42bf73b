import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import type { Picture } from "#kubernetes/index.ts";
import type { AtRisk } from "#objectives/index.ts";
import { readerOf, type Window, windowOf } from "#telemetry/query/index.ts";
import { diagnoseWindow } from "./api.ts";
import { diagnose } from "./diagnose.ts";
import { usualMs } from "./impact.ts";
import { loadScene } from "./load.ts";
import type { Diagnosis } from "./diagnosis/api.ts";
import { usersBetween } from "./store.ts";

export type { Diagnosis } from "./diagnosis/api.ts";

/** Loads what there is of a window and judges it. */
export type Diagnose = (
  window: Window,
  signal: AbortSignal,
  without?: readonly string[],
) => Promise<Diagnosis>;

/** Where so much less than everything is read, nobody reads everything to count users. */
const mostSampling = 10;

interface DiagnosisOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  readonly objectives?: AtRisk;
  readonly clock?: Clock;
}

export function openDiagnosis({ clock = systemClock, ...sources }: DiagnosisOptions): Diagnose {
  const { clickhouse } = sources;
  return async (window, signal, without = []) => {
    const scene = await loadScene({ ...sources, now: clock.now() }, window, signal);
    const found = diagnose(scene, without);
    if (found.onset === null || scene.calls.sampling > mostSampling) return found;
    const users = await usersBetween(
      readerOf(clickhouse, signal),
      { from: found.onset, to: window.to },
      usualMs(scene.calls, found.onset),
    );
    return { ...found, impact: { ...found.impact, users } };
  };
}

/** What is wrong in a window, and why. */
export function rca(diagnoseScene: Diagnose, clock: Clock = systemClock): Feature {
  return {
    name: "rca",
    operations: [
      handle(diagnoseWindow, ({ without, ...range }, { signal }) =>
        diagnoseScene(windowOf(range, clock.now()), signal, without),
      ),
    ],
  };
}
