import type { Scene } from "../../scene/scene.ts";
import type { Hypothesis } from "../hypothesis.ts";
import { diskForecasts } from "./disks.ts";
import { memoryForecasts } from "./memory.ts";
import { poolForecasts } from "./pools.ts";

/** What will be full, and what is. */
export const forecasts = (scene: Scene): Hypothesis[] => [
  ...memoryForecasts(scene),
  ...diskForecasts(scene),
  ...poolForecasts(scene),
];
