import type { Start } from "./program.ts";
import type { Toolchain } from "./toolchain.ts";

/** A language that programs are written in, and how their telemetry is had. */
export interface Language {
  readonly name: string;
  readonly service: string;
  readonly tools: Toolchain;
  /** @param folder of the toolchain */
  readonly start: (folder: string) => Pick<Start, "command" | "args">;
  readonly runtime: "jvm" | "python" | "go";
  /** By which the runtime is known; more of them have charts. */
  readonly metrics: readonly string[];
  readonly hasStatements: boolean;
}
