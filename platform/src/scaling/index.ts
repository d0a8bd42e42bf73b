import { systemClock } from "#kernel/clock.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import * as api from "./api.ts";
import { Outlooks } from "./planning/forecast/expected.ts";
import { planning } from "./planning/planning.ts";
import { Healing, type HealingOptions } from "./healing/healing.ts";

export type { Policy } from "./api.ts";

type ScalingOptions = Omit<HealingOptions, "clock" | "everyMs"> &
  Partial<Pick<HealingOptions, "clock" | "everyMs">>;

const usualEveryMs = 3_000;

/** Pods that heal, and how many of them there should be. */
export function scaling({
  clock = systemClock,
  everyMs = usualEveryMs,
  ...options
}: ScalingOptions): Feature {
  const healing = new Healing({ ...options, clock, everyMs });
  const outlooks = new Outlooks({ ...options, clock });
  return {
    name: "scaling",
    operations: [
      handle(api.listHealing, () => healing.list()),
      handle(api.listHealingSteps, (input, { signal }) => healing.steps(input, signal)),
      handle(api.setHealingPolicy, (input, context) => healing.setPolicy(input, context)),
      handle(api.replacePod, (input, context) => healing.replace(input, context)),
      ...planning({ ...options, clock, outlooks }),
    ],
    metrics: () => healing.metrics(),
    start: async () => healing.start(),
    stop: () => healing.stop(),
  };
}
