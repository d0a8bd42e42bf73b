import { listAutoscalingMetrics } from "./capacity/api.ts";
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

export const scalingOperations = [
  listHealing,
  listHealingSteps,
  setHealingPolicy,
  replacePod,
  listAutoscalingMetrics,
];
