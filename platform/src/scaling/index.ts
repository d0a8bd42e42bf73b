import { systemClock } from "#kernel/clock.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import * as api from "./api.ts";
import { Capacity, type CapacityOptions } from "./capacity/capacity.ts";
import { ScaleToZero, type ScaleToZeroOptions } from "./idle/scale-to-zero.ts";
import { Outlooks, type OutlooksOptions } from "./planning/forecast/expected.ts";
import { planning } from "./planning/planning.ts";
import { Healing, type HealingOptions } from "./healing/healing.ts";

export type { Policy } from "./api.ts";
export type { AutoscalingOptions } from "./capacity/capacity.ts";

type ScalingOptions = Omit<HealingOptions, "clock" | "everyMs"> &
  Partial<Pick<HealingOptions, "clock" | "everyMs">> & { readonly outlooks: Outlooks };

/** Forecasts of workloads, for whoever asks. */
export const forecasts = (options: Omit<OutlooksOptions, "clock">): Outlooks =>
  new Outlooks({ ...options, clock: systemClock });

const usualEveryMs = 3_000;

/** Pods that heal, and how many of them there should be. */
export function scaling({
  clock = systemClock,
  everyMs = usualEveryMs,
  ...options
}: ScalingOptions): Feature {
  const healing = new Healing({ ...options, clock, everyMs });
  return {
    name: "scaling",
    operations: [
      handle(api.listHealing, () => healing.list()),
      handle(api.listHealingSteps, (input, { signal }) => healing.steps(input, signal)),
      handle(api.setHealingPolicy, (input, context) => healing.setPolicy(input, context)),
      handle(api.replacePod, (input, context) => healing.replace(input, context)),
      ...planning({ ...options, clock }),
    ],
    metrics: () => healing.metrics(),
    start: async () => healing.start(),
    stop: () => healing.stop(),
  };
}

/** As many pods as users need: what autoscalers measure by. */
export function autoscaling(options: Omit<CapacityOptions, "clock">): Feature {
  const capacity = new Capacity({ ...options, clock: systemClock });
  return {
    name: "autoscaling",
    operations: [handle(api.listAutoscalingMetrics, () => capacity.list())],
    metrics: () => capacity.metrics(),
    start: () => capacity.start(),
    stop: () => capacity.stop(),
  };
}

const usualIdleEveryMs = 10_000;

/** No pods where nobody needs any, for workloads that ask for that. */
export function scaleToZero({
  clock = systemClock,
  everyMs = usualIdleEveryMs,
  ...options
}: Omit<ScaleToZeroOptions, "clock" | "everyMs"> &
  Partial<Pick<ScaleToZeroOptions, "clock" | "everyMs">>): Feature {
  const idle = new ScaleToZero({ ...options, clock, everyMs });
  return {
    name: "scale to zero",
    operations: [handle(api.listScaleToZero, () => idle.list())],
    metrics: () => idle.metrics(),
    start: async () => idle.start(),
    stop: () => idle.stop(),
  };
}
