export { type RunningValkey, startValkey, type ValkeyOptions } from "./valkey.ts";
