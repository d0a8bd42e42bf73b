import { setImmediate } from "node:timers/promises";
import { EvaluationError } from "../errors.ts";

const turnMs = 12;

/** Lets others have their turn while a long evaluation runs in one thread, and ends it when it is no longer wanted,
 *  takes too long or holds too many samples. */
export class Pace {
  readonly #signal: AbortSignal;
  readonly #deadline: number;
  readonly #mostSamples: number;
  #turnEnds = performance.now() + turnMs;
  #samples = 0;

  constructor(signal: AbortSignal, deadline: number, mostSamples: number) {
    this.#signal = signal;
    this.#deadline = deadline;
    this.#mostSamples = mostSamples;
  }

  get isTurnOver(): boolean {
    return performance.now() >= this.#turnEnds;
  }

  /** @throws EvaluationError when the query timed out or was given up */
  async rest(): Promise<void> {
    await setImmediate();
    this.check();
    this.#turnEnds = performance.now() + turnMs;
  }

  check(): void {
    if (this.#signal.aborted)
      throw new EvaluationError("query was canceled in expression evaluation", "canceled");
    if (performance.now() > this.#deadline) {
      throw new EvaluationError("query timed out in expression evaluation", "timeout");
    }
  }

  /** Notes that so many samples more are held in memory.
   *  @throws EvaluationError */
  hold(samples: number): void {
    this.#samples += samples;
    if (this.#samples > this.#mostSamples) {
      throw new EvaluationError(
        "query processing would load too many samples into memory in query execution",
        "too_many_samples",
      );
    }
  }

  release(samples: number): void {
    this.#samples -= samples;
  }
}
