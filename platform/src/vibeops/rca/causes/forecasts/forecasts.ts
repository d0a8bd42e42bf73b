import type { Scene } from "../../scene/scene.ts";
import type { Series } from "../../scene/series.ts";
import type { Hypothesis } from "../hypothesis.ts";
import { budgetForecasts } from "./budgets.ts";
import { diskForecasts } from "./disks.ts";
import { memoryForecasts } from "./memory.ts";
import { poolForecasts } from "./pools.ts";

/** What will be full, and what is: of what is still there at the end of the window; and budgets that will be gone. */
export function forecasts(scene: Scene): Hypothesis[] {
  const present = { ...scene, series: scene.series.filter((series) => isPresent(scene, series)) };
  return [
    ...memoryForecasts(present),
    ...diskForecasts(present),
    ...poolForecasts(present),
    ...budgetForecasts(scene),
  ];
}

/** Who is silent for so long, and for three times as long as from one value to the next, has ended. */
const silentMs = 90_000;
/** Pods are known as they are now. */
const nowMs = 120_000;

function isPresent({ pods, window, now }: Scene, { pod, times }: Series): boolean {
  const isKnown = pods.length > 0 && now - window.to < nowMs;
  if (isKnown && pod !== "" && !pods.some(({ name }) => name === pod)) return false;
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const spacingMs = (last - first) / Math.max(1, times.length - 1);
  return window.to - last <= Math.max(silentMs, 3 * spacingMs);
}
