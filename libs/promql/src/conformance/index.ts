export { type Loaded, MemorySource, samplesOf } from "./memory.ts";
export { type Outcome, runScript } from "./run.ts";
export { type Command, type Load, readScript } from "./script.ts";
export { printTable } from "./table.ts";
