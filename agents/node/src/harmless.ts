import { diag } from "@opentelemetry/api";

/** Does something within the program's own calls: whatever goes wrong in it is told, and goes no further. */
export function harmless<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    diag.warn(`The agent went on without: ${String(error)}`);
    return undefined;
  }
}
