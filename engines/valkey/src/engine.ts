import { fileURLToPath } from "node:url";
import { type ProcessState, supervise } from "@naru/supervise";
import type { ValkeyOptions } from "./valkey.ts";

interface EngineAddress {
  readonly host: string;
  readonly port: number;
}

export interface ValkeyEngine extends EngineAddress {
  readonly state: () => ProcessState;
  stop(): Promise<void>;
}

const file = fileURLToPath(new URL("valkey-main.ts", import.meta.url));
const stopWithinMs = 5_000;

/** Starts the embedded Valkey in a process of its own and keeps it running.
 *  @param hears  its sentences for who operates it, and every end that nobody asked for
 *  @throws Error when the first start fails */
export async function startValkeyEngine(
  options: Omit<ValkeyOptions, "log">,
  hears: { readonly log?: (line: string) => void; readonly end?: (why: string) => void } = {},
): Promise<ValkeyEngine> {
  const { told, state, stop } = await supervise<EngineAddress>({
    name: "the embedded Valkey",
    file,
    options,
    stopWithinMs,
    onLog: hears.log,
    onEnd: hears.end,
  });
  return { ...told, state, stop };
}
