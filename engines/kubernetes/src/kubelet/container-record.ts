import { timestamp } from "../objects/metadata.ts";
import type { Exit } from "../runtime/index.ts";
import type { ContainerRun } from "./container-run.ts";
import type { ContainerState, ContainerStatus, Terminated } from "./pod.ts";

/** What is known of a container's runs: how it is, how it ended, how often it was started again. */
export class ContainerRecord {
  #state: ContainerState;
  #last: Terminated | undefined;
  #count = 0;
  #imageID = "";
  #containerID: string | undefined;
  #isRunning = false;

  /** @param waiting  why it waits at first
   *  @param before   as the API has it, from before this kubelet began: what ran then has ended with that one
   *  @param now      milliseconds since 1970 */
  constructor(waiting: string, before: ContainerStatus | undefined, now: number) {
    this.#state = { waiting: { reason: waiting } };
    if (before) this.#remember(before, now);
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** How often it was started again. */
  get count(): number {
    return this.#count;
  }

  /** How its last run ended; undefined while one goes on, and before the first. */
  get ended(): Terminated | undefined {
    if (this.#isRunning) return undefined;
    return this.#state.terminated ?? (this.#state.waiting ? this.#last : undefined);
  }

  begin(run: ContainerRun, attempt: number): void {
    this.#last = this.ended ?? this.#last;
    this.#count = attempt;
    this.#isRunning = true;
    this.#imageID = run.image.id;
    this.#containerID = `naru://${run.id}`;
    this.#state = { running: { startedAt: timestamp(run.process.startedAt) } };
  }

  end(run: ContainerRun, exit: Exit, message: string): void {
    this.#isRunning = false;
    this.#state = { terminated: terminatedOf(exit, run.process.startedAt, message, `naru://${run.id}`) };
  }

  wait(reason: string, message?: string): void {
    this.#last = this.ended ?? this.#last;
    this.#state = { waiting: { reason, ...(message && { message }) } };
  }

  status() {
    return {
      state: this.#state,
      lastState: this.#last ? { terminated: this.#last } : {},
      restartCount: this.#count,
      imageID: this.#imageID,
      ...(this.#containerID && { containerID: this.#containerID }),
    };
  }

  #remember(before: ContainerStatus, now: number): void {
    this.#count = before.restartCount;
    this.#last = before.lastState.terminated;
    this.#imageID = before.imageID;
    this.#containerID = before.containerID;
    const { terminated, running, waiting } = before.state;
    if (terminated) this.#state = { terminated };
    else if (running) this.#state = { terminated: lost(running.startedAt, timestamp(now)) };
    else if (waiting && this.#last) this.#state = { terminated: this.#last };
  }
}

const lost = (startedAt: string, finishedAt: string): Terminated => ({
  exitCode: 137,
  signal: 9,
  reason: "Error",
  message: "The container was lost when its node stopped.",
  startedAt,
  finishedAt,
});

function terminatedOf(exit: Exit, startedAt: number, message: string, containerID: string): Terminated {
  const { exitCode, oomKilled, finishedAt, startError } = exit;
  const times = { startedAt: timestamp(startedAt), finishedAt: timestamp(finishedAt), containerID };
  const words = message === "" ? {} : { message };
  if (startError !== undefined) return { exitCode: 128, reason: "StartError", ...words, ...times };
  const reason = oomKilled ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error";
  return { exitCode, reason, ...words, ...times };
}
