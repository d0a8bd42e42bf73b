import { getCapacity, listCapacity } from "./planning/history/api.ts";
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

export {
  type CapacityRow,
  decisionKinds,
  getCapacity,
  listCapacity,
  type ScalingDecision,
} from "./planning/history/api.ts";
export type { Autoscaler, Place as PlannedPlace } from "./planning/shapes/api.ts";

export const scalingOperations = [
  listHealing,
  listHealingSteps,
  setHealingPolicy,
  replacePod,
  listCapacity,
  getCapacity,
] as const;
