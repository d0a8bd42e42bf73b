import type { Clock } from "../controllers/clock.ts";
import type { Probe } from "./pod.ts";
import type { Outcome } from "./probe.ts";

export interface ProberOptions {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly ask: () => Promise<Outcome>;
  /** Told when the thresholds are reached: what the container is from now on. */
  readonly onVerdict: (isGood: boolean) => void;
  readonly onFailure: (output: string) => void;
}

/** Asks again and again, and makes up its mind by thresholds.
 *  Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
export class Prober {
  readonly #options: ProberOptions;
  #cancel: () => void;
  #isStopped = false;
  #isGood: boolean | undefined;
  #run = 0;
  #last: boolean | undefined;

  constructor(options: ProberOptions) {
    this.#options = options;
    const { initialDelaySeconds = 0 } = options.probe;
    this.#cancel = options.clock.after(initialDelaySeconds * 1000, () => void this.#ask());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #ask(): Promise<void> {
    const { probe, clock, ask, onFailure } = this.#options;
    const { isGood, output } = await ask();
    if (this.#isStopped) return;
    if (!isGood) onFailure(output);
    this.#count(isGood);
    if (this.#isStopped) return;
    this.#cancel = clock.after((probe.periodSeconds ?? 10) * 1000, () => void this.#ask());
  }

  #count(isGood: boolean): void {
    const { probe, onVerdict } = this.#options;
    this.#run = this.#last === isGood ? this.#run + 1 : 1;
    this.#last = isGood;
    const threshold = isGood ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if (this.#run < threshold || this.#isGood === isGood) return;
    this.#isGood = isGood;
    onVerdict(isGood);
  }
}
