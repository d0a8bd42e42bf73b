import type { Clock } from "../controllers/clock.ts";
import type { ContainerRun } from "./container-run.ts";
import type { Container } from "./pod.ts";
import { ask, type Reach } from "./probe.ts";

const leastGraceMs = 100;

/** The end of a container's run, which may only become sooner. */
export class RunEnd {
  readonly #clock: Clock;
  #deadline = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds from now, which a stop may take. */
  allow(graceMs: number, run: ContainerRun | undefined): void {
    this.#deadline = Math.min(this.#deadline, this.#clock.now() + Math.max(graceMs, leastGraceMs));
    if (run) this.#killAtDeadline(run);
  }

  /** Its hook, then its signal, and when its time is over SIGKILL.
   *  @param onFailure  told what the hook said
   *  @returns          when it has ended */
  async of(
    run: ContainerRun,
    { lifecycle }: Container,
    reach: Reach,
    onFailure: (output: string) => void,
  ): Promise<void> {
    const left = () => this.#deadline - this.#clock.now();
    this.#killAtDeadline(run);
    if (lifecycle?.preStop && left() > leastGraceMs) {
      const { isGood, output } = await Promise.race([
        ask(lifecycle.preStop, reach, left()),
        run.process.exited.then(() => ({ isGood: true, output: "" })),
      ]);
      if (!isGood) onFailure(output);
    }
    run.process.kill((run.image.config.stopSignal ?? "SIGTERM") as NodeJS.Signals);
    await run.process.exited;
  }

  #killAtDeadline(run: ContainerRun): void {
    const left = Math.max(0, this.#deadline - this.#clock.now());
    const cancel = this.#clock.after(left, () => run.process.kill("SIGKILL"));
    void run.process.exited.then(cancel);
  }
}
