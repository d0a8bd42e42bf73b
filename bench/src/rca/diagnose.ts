import { diagnoseWindow } from "@naru/platform/vibeops/rca/api.ts";
import type { Platform } from "@naru/testkit";
import type { Window } from "./recording.ts";
import type { Diagnosis } from "./score.ts";

export interface Answer {
  /** Undefined: it failed, or was not what the operation declares. */
  readonly diagnosis: Diagnosis | undefined;
  readonly error: string | undefined;
  /** From the question to the answer. */
  readonly seconds: number;
  /** As it came. */
  readonly answer: unknown;
  /** What the platform had printed, where it failed. */
  readonly log?: string;
}

const answeredWithinMs = 120_000;

/** Has a platform diagnose a window. It is told when the window is, and nothing else.
 *  @param without  ideas that the engine is to do without */
export async function diagnose(
  platform: Platform,
  { from, to }: Window,
  without: readonly string[],
): Promise<Answer> {
  const { method, path, output } = diagnoseWindow;
  const started = performance.now();
  const took = () => (performance.now() - started) / 1000;
  try {
    const answer = await platform.call<unknown>(path, {
      method,
      body: JSON.stringify({ from: String(from), to: String(to), without }),
      signal: AbortSignal.timeout(answeredWithinMs),
    });
    const seconds = took();
    return { diagnosis: output.parse(answer), error: undefined, seconds, answer };
  } catch (error) {
    const { message } = error as Error;
    const log = platform.output().trim();
    return { diagnosis: undefined, error: message, seconds: took(), answer: null, log };
  }
}
