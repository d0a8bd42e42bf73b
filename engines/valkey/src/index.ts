export { startValkeyEngine, type ValkeyEngine } from "./engine.ts";
export { type RunningValkey, startValkey, type ValkeyOptions } from "./valkey.ts";
