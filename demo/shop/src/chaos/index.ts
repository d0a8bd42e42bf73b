export { ChaosError } from "./error.ts";
export { type CauseKind, causeKinds, type Fault, type Herring, type Truth } from "./fault.ts";
export { faults } from "./faults.ts";
export { herrings } from "./herrings.ts";
export { faultNamed, Laboratory } from "./laboratory.ts";
export type { TruthRecord } from "./memory.ts";
