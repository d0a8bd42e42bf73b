import { diag } from "@opentelemetry/api";
import { setGlobalErrorHandler } from "@opentelemetry/core";

/** How often one thing that goes wrong is told, in milliseconds. A receiver that is away would fill a program's log otherwise. */
const everyMs = 60_000;
const most = 100;

/** Tells what goes wrong in the SDK, each thing once a minute at most, in one line. */
export function tellErrors(now: () => number): void {
  const told = new Map<string, number>();
  setGlobalErrorHandler((error) => {
    const text = messageOf(error);
    const last = told.get(text);
    if (last !== undefined && now() - last < everyMs) return;
    if (told.size >= most) told.clear();
    told.set(text, now());
    diag.error(`Telemetry could not be sent and is dropped: ${text}`);
  });
}

const messageOf = (error: unknown) =>
  typeof error === "string" ? error : error instanceof Error ? error.message : JSON.stringify(error);
