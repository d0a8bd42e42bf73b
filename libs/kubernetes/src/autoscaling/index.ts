export { type Bounds, type History, limited, type Past, type ScalingRules } from "./behavior.ts";
export { ceiling, isClose, replicasForTotal } from "./ratio.ts";
