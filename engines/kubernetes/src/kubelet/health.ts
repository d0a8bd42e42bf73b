import type { Clock } from "../controllers/clock.ts";
import type { Container, Probe } from "./pod.ts";
import type { Outcome } from "./probe.ts";
import { Prober } from "./prober.ts";

export interface HealthOptions {
  readonly container: Container;
  readonly clock: Clock;
  readonly ask: (probe: Probe) => Promise<Outcome>;
  readonly onChange: () => void;
  /** Told of every answer that was not good: `Readiness probe failed: …`. */
  readonly onFailure: (message: string) => void;
  /** A probe says that the container has to be started again. */
  readonly onUnhealthy: (message: string, probe: Probe) => void;
}

/** Whether one run of a container has started and is ready, by its probes: first the startup probe alone, then the
 *  others. Without probes it is both at once. */
export class Health {
  readonly #options: HealthOptions;
  #probers: Prober[] = [];
  isStarted = false;
  isReady = false;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  begin(): void {
    const { startupProbe } = this.#options.container;
    if (!startupProbe) return this.#started();
    this.#follow("Startup", startupProbe, (isGood) => {
      if (!isGood) return this.#unhealthy("startup", startupProbe);
      this.stopAsking();
      this.#started();
    });
  }

  end(): void {
    this.stopAsking();
    this.isStarted = false;
    this.isReady = false;
  }

  /** What is being stopped is asked no more. */
  stopAsking(): void {
    for (const prober of this.#probers) prober.stop();
    this.#probers = [];
  }

  #started(): void {
    const { container, onChange } = this.#options;
    const { livenessProbe, readinessProbe } = container;
    this.isStarted = true;
    this.isReady = readinessProbe === undefined;
    if (readinessProbe) {
      this.#follow("Readiness", readinessProbe, (isGood) => {
        this.isReady = isGood;
        onChange();
      });
    }
    if (livenessProbe) {
      this.#follow("Liveness", livenessProbe, (isGood) => {
        if (!isGood) this.#unhealthy("liveness", livenessProbe);
      });
    }
    onChange();
  }

  #follow(title: string, probe: Probe, onVerdict: (isGood: boolean) => void): void {
    const { clock, ask, onFailure } = this.#options;
    const prober = new Prober({
      probe,
      clock,
      ask: () => ask(probe),
      onVerdict,
      onFailure: (output) => onFailure(`${title} probe failed: ${output}`),
    });
    this.#probers.push(prober);
  }

  #unhealthy(what: string, probe: Probe): void {
    const { container, onUnhealthy } = this.#options;
    onUnhealthy(`Container ${container.name} failed ${what} probe, will be restarted`, probe);
  }
}
