import { listAutoscalingMetrics } from "./capacity/api.ts";
import { listScaleToZero } from "./idle/api.ts";
import { getCapacity, listCapacity } from "./planning/history/api.ts";
import { forecastLoad } from "./planning/forecast/api.ts";
import { replayLoad } from "./planning/replay/api.ts";
import { adviseSizes } from "./planning/sizes/api.ts";
import { listHealing, listHealingSteps, replacePod, setHealingPolicy } from "./healing/api.ts";

export {
  type Evidence,
  type Figures,
  type HealedWorkload,
  type HealingStep,
  type Hold,
  holds,
  listHealing,
  listHealingSteps,
  type Patient,
  policies,
  type Policy,
  replacePod,
  setHealingPolicy,
} from "./healing/api.ts";

export { listAutoscalingMetrics } from "./capacity/api.ts";
export { listScaleToZero, sleptReason } from "./idle/api.ts";
export {
  type CapacityRow,
  decisionKinds,
  getCapacity,
  listCapacity,
  type ScalingDecision,
} from "./planning/history/api.ts";
export {
  adviseSizes,
  type ContainerSize,
  type SizeReason,
  type Sizes,
  type Spread,
} from "./planning/sizes/api.ts";
export { type Measure, replayLoad, type ReplayOutcome, type ReplaySettings } from "./planning/replay/api.ts";
export { forecastLoad } from "./planning/forecast/api.ts";
export type { Autoscaler, Place as PlannedPlace } from "./planning/shapes/api.ts";

export const scalingOperations = [
  listHealing,
  listHealingSteps,
  setHealingPolicy,
  replacePod,
  listAutoscalingMetrics,
  listScaleToZero,
  listCapacity,
  getCapacity,
  adviseSizes,
  replayLoad,
  forecastLoad,
] as const;
