import { timestamp } from "../objects/metadata.ts";
import { type Exit, ImageError } from "../runtime/index.ts";
import { BackOff, goDuration } from "./back-off.ts";
import { type ContainerRun, imageFor, ImageMissing, startRun } from "./container-run.ts";
import type { NodeContext } from "./context.ts";
import { ConfigError } from "./environment.ts";
import { Health } from "./health.ts";
import type { ContainerFacts } from "./plan.ts";
import {
  type Container,
  type ContainerState,
  type ContainerStatus,
  isSidecar,
  type Pod,
  type Probe,
  type Terminated,
} from "./pod.ts";
import type { PodHome } from "./pod-home.ts";
import { ask, type Reach } from "./probe.ts";
import { outputOf } from "./exec-output.ts";

/** Where a container comes from and who is told of it. */
export interface SlotOptions {
  readonly node: NodeContext;
  readonly home: PodHome;
  /** The pod as it is now. */
  readonly pod: () => Pod;
  readonly container: Container;
  readonly kind: ContainerFacts["kind"];
  /** As the API has it, from before this kubelet began. */
  readonly before: ContainerStatus | undefined;
  readonly onChange: () => void;
}

/** What is not there yet may come: then a container is tried again. */
const configRetryMs = 10_000;
const leastGraceMs = 100;

/** One container of a pod through all its runs. */
export class Slot {
  readonly container: Container;
  readonly kind: ContainerFacts["kind"];
  readonly #node: NodeContext;
  readonly #home: PodHome;
  readonly #pod: () => Pod;
  readonly #onChange: () => void;
  readonly #restarts = new BackOff(true);
  readonly #pulls = new BackOff(false);
  readonly #health: Health;
  #state: ContainerState = { waiting: { reason: "ContainerCreating" } };
  #last: Terminated | undefined;
  #count = 0;
  #run: ContainerRun | undefined;
  #imageID = "";
  #containerID: string | undefined;
  #isBusy = false;
  #retryAt = 0;
  #stopping: Promise<void> | undefined;
  #deadline = Infinity;
  #hasSaidHold = false;

  constructor({ node, home, pod, container, kind, before, onChange }: SlotOptions) {
    this.container = container;
    this.kind = kind;
    this.#node = node;
    this.#home = home;
    this.#pod = pod;
    this.#onChange = onChange;
    this.#health = new Health({
      container,
      clock: node.clock,
      onChange,
      ask: async (probe) =>
        this.#run
          ? ask(probe, this.#reach(this.#run), (probe.timeoutSeconds ?? 1) * 1000)
          : { isGood: false, output: "the container does not run" },
      onFailure: (message) => this.#tell("Warning", "Unhealthy", message),
      onUnhealthy: (message, probe) => this.#unhealthy(message, probe),
    });
    if (kind === "main" && (pod().spec.initContainers ?? []).length > 0) this.#wait("PodInitializing");
    if (before) this.#remember(before);
  }

  get run(): ContainerRun | undefined {
    return this.#run;
  }

  /** Of the run that is, or was last. */
  get attempt(): number {
    return this.#count;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  facts(now: number): ContainerFacts {
    const ended = this.#ended;
    const backOffMs = ended ? this.#restarts.left(now) : 0;
    return {
      name: this.container.name,
      kind: this.kind,
      state: this.#isBusy ? "busy" : this.#run ? "running" : ended ? "ended" : "new",
      ...(ended && { exitCode: ended.exitCode }),
      isStarted: this.#health.isStarted,
      backOffMs: Math.max(backOffMs, this.#pulls.left(now), this.#retryAt - now, 0),
    };
  }

  status(): ContainerStatus {
    return {
      name: this.container.name,
      state: this.#state,
      lastState: this.#last ? { terminated: this.#last } : {},
      ready: this.#health.isReady,
      started: this.#health.isStarted,
      restartCount: this.#count,
      image: this.container.image,
      imageID: this.#imageID,
      ...(this.#containerID && { containerID: this.#containerID }),
    };
  }

  /** A change of what it is made of may help it. */
  retry(): void {
    this.#retryAt = 0;
  }

  /** Says that it waits, and for how long: `CrashLoopBackOff`. */
  hold(): void {
    const ended = this.#state.terminated;
    if (ended && this.#restarts.waitMs > 0) {
      const { metadata } = this.#pod();
      const where = `${this.container.name} pod=${metadata.name}_${metadata.namespace}(${metadata.uid})`;
      const message = `back-off ${goDuration(this.#restarts.waitMs)} restarting failed container=${where}`;
      this.#last = ended;
      this.#wait("CrashLoopBackOff", message);
      const told = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
      this.#tell(
        "Warning",
        "BackOff",
        `Back-off restarting failed container ${this.container.name} in pod ${told}`,
      );
    } else if (this.#state.waiting?.reason === "ErrImagePull" && !this.#hasSaidHold) {
      this.#hasSaidHold = true;
      const message = `Back-off pulling image ${JSON.stringify(this.container.image)}: ${this.#state.waiting.message ?? ""}`;
      this.#wait("ImagePullBackOff", message);
      this.#tell("Normal", "BackOff", `Back-off pulling image ${JSON.stringify(this.container.image)}`);
      this.#tell("Warning", "Failed", "Error: ImagePullBackOff");
    }
  }

  /** Tries to start it; what comes of it is in its status. */
  async start(): Promise<void> {
    if (this.#isBusy || this.#run) return;
    this.#isBusy = true;
    try {
      await this.#start();
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#isBusy = false;
      this.#onChange();
    }
  }

  async #start(): Promise<void> {
    const ended = this.#ended;
    const image = await this.#image();
    if (!image) return;
    const attempt = ended ? this.#count + 1 : this.#count;
    const run = await startRun(this.#node, this.#home, this.#pod(), this.container, image, attempt);
    this.#count = attempt;
    if (ended) this.#last = ended;
    this.#run = run;
    this.#imageID = image.id;
    this.#containerID = `naru://${run.id}`;
    this.#state = { running: { startedAt: timestamp(run.process.startedAt) } };
    this.#tell("Normal", "Created", "Container created");
    this.#tell("Normal", "Started", "Container started");
    void run.process.exited.then((exit) => this.#exited(run, exit));
    this.#node.collectLog?.({
      pod: this.#pod(),
      container: this.container,
      attempt,
      path: this.#home.logOf(this.container.name, attempt),
      ended: run.process.exited.then(() => undefined),
    });
    // The end of what began is told even to a pod that is stopped meanwhile.
    if (this.#stopping) void this.#end(run);
    else await this.#afterStart(run);
  }

  async #image() {
    try {
      const image = await imageFor(this.#node, this.container);
      if (!this.#ended || this.#pulls.waitMs > 0) {
        this.#tell(
          "Normal",
          "Pulled",
          `Container image ${JSON.stringify(this.container.image)} already present on machine`,
        );
      }
      this.#pulls.succeeded();
      return image;
    } catch (error) {
      this.#imageRefused(error);
      return undefined;
    }
  }

  #imageRefused(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const image = JSON.stringify(this.container.image);
    this.#pulls.failed(this.#node.clock.now());
    this.#hasSaidHold = false;
    if (error instanceof ImageError && error.code === "INVALID_NAME") {
      this.#wait("InvalidImageName", `Failed to apply default image tag ${image}: ${message}`);
      this.#tell("Warning", "InspectFailed", `Failed to apply default image tag ${image}: ${message}`);
    } else if (error instanceof ImageMissing && error.isNeverPulled) {
      this.#wait("ErrImageNeverPull", message);
      this.#tell("Warning", "ErrImageNeverPull", message);
    } else {
      const why = `Failed to pull image ${image}: ${message}`;
      this.#wait("ErrImagePull", why);
      this.#tell("Normal", "Pulling", `Pulling image ${image}`);
      this.#tell("Warning", "Failed", why);
      this.#tell("Warning", "Failed", "Error: ErrImagePull");
    }
  }

  #refused(error: unknown): void {
    const message = messageOf(error);
    if (this.#ended && !this.#last) this.#last = this.#ended;
    this.#wait(error instanceof ConfigError ? "CreateContainerConfigError" : "CreateContainerError", message);
    this.#retryAt = this.#node.clock.now() + configRetryMs;
    this.#tell("Warning", "Failed", `Error: ${message}`);
  }

  async #afterStart(run: ContainerRun): Promise<void> {
    const hook = this.container.lifecycle?.postStart;
    if (hook) {
      const { isGood, output } = await ask(hook, this.#reach(run), hookLimitMs);
      if (!isGood) {
        this.#tell("Warning", "FailedPostStartHook", `PostStartHook failed: ${output}`);
        return this.#kill(run, 0, "FailedPostStartHook");
      }
    }
    if (this.#run === run) this.#health.begin();
  }

  #unhealthy(message: string, probe: Probe): void {
    const grace = probe.terminationGracePeriodSeconds ?? this.#pod().spec.terminationGracePeriodSeconds ?? 30;
    if (this.#run) this.#kill(this.#run, grace, message);
  }

  #kill(run: ContainerRun, graceSeconds: number, message: string): void {
    if (this.#run !== run) return;
    void this.stop(graceSeconds * 1000, message);
  }

  #reach(run: ContainerRun): Reach {
    return {
      container: this.container,
      podIP: this.#home.podIP,
      locate: this.#node.ports.locate,
      exec: (command, timeoutMs) => outputOf(this.#node.runtime, run.process, command, timeoutMs),
    };
  }

  /** Ends it: its hook, SIGTERM, and when its time is over SIGKILL. Called again, it may only become sooner.
   *  @returns when it has ended */
  stop(graceMs: number, message = `Stopping container ${this.container.name}`): Promise<void> {
    this.#deadline = Math.min(this.#deadline, this.#node.clock.now() + Math.max(graceMs, leastGraceMs));
    if (this.#stopping) {
      if (this.#run) this.#killAtDeadline(this.#run);
      return this.#stopping;
    }
    if (this.#run) this.#tell("Normal", "Killing", message);
    this.#health.stopAsking();
    const ended = this.#run ? this.#end(this.#run) : this.#untilIdle();
    const stopping = ended.finally(() => {
      this.#stopping = undefined;
      this.#deadline = Infinity;
    });
    this.#stopping = stopping;
    return stopping;
  }

  /** Ends it now, without a word: its node is gone. */
  abandon(): void {
    this.#health.stopAsking();
    this.#run?.process.kill("SIGKILL");
  }

  async #end(run: ContainerRun): Promise<void> {
    const { preStop } = this.container.lifecycle ?? {};
    const left = () => this.#deadline - this.#node.clock.now();
    this.#killAtDeadline(run);
    if (preStop && left() > leastGraceMs) {
      const { isGood, output } = await Promise.race([
        ask(preStop, this.#reach(run), left()),
        run.process.exited.then(() => ({ isGood: true, output: "" })),
      ]);
      if (!isGood) this.#tell("Warning", "FailedPreStopHook", `PreStopHook failed: ${output}`);
    }
    run.process.kill((run.image.config.stopSignal ?? "SIGTERM") as NodeJS.Signals);
    await run.process.exited;
  }

  #killAtDeadline(run: ContainerRun): void {
    const left = Math.max(0, this.#deadline - this.#node.clock.now());
    const cancel = this.#node.clock.after(left, () => run.process.kill("SIGKILL"));
    void run.process.exited.then(cancel);
  }

  /** A start that is under way sees the stop and ends what it began. */
  async #untilIdle(): Promise<void> {
    while (this.#isBusy || this.#run) {
      if (this.#run) await this.#run.process.exited;
      await new Promise((resolve) => void setTimeout(resolve, 10));
    }
  }

  async #exited(run: ContainerRun, exit: Exit): Promise<void> {
    this.#health.end();
    const message = await run.lastWords(exit);
    this.#run = undefined;
    const { startedAt } = run.process;
    this.#state = { terminated: terminatedOf(exit, startedAt, message, `naru://${run.id}`) };
    this.#restarts.failed(this.#node.clock.now(), exit.finishedAt - startedAt);
    if (exit.startError !== undefined) this.#tell("Warning", "Failed", `Error: ${exit.startError}`);
    this.#onChange();
  }

  get #ended(): Terminated | undefined {
    return this.#run ? undefined : (this.#state.terminated ?? (this.#state.waiting ? this.#last : undefined));
  }

  #wait(reason: string, message?: string): void {
    this.#state = { waiting: { reason, ...(message && { message }) } };
  }

  /** What ran when the last kubelet ended has ended with it. */
  #remember(before: ContainerStatus): void {
    this.#count = before.restartCount;
    this.#last = before.lastState.terminated;
    this.#imageID = before.imageID;
    this.#containerID = before.containerID;
    const { terminated, running, waiting } = before.state;
    if (terminated) this.#state = { terminated };
    else if (running) {
      const finishedAt = timestamp(this.#node.clock.now());
      const message = "The container was lost when its node stopped.";
      this.#state = {
        terminated: {
          exitCode: 137,
          signal: 9,
          reason: "Error",
          message,
          startedAt: running.startedAt,
          finishedAt,
        },
      };
    } else if (waiting && this.#last) this.#state = { terminated: this.#last };
  }

  #tell(type: "Normal" | "Warning", reason: string, message: string): void {
    const list = this.kind === "main" ? "containers" : "initContainers";
    void this.#node.record(this.#pod(), type, reason, message, `spec.${list}{${this.container.name}}`);
  }
}

const hookLimitMs = 600_000;

function terminatedOf(exit: Exit, startedAt: number, message: string, containerID: string): Terminated {
  const { exitCode, oomKilled, finishedAt, startError } = exit;
  const times = { startedAt: timestamp(startedAt), finishedAt: timestamp(finishedAt), containerID };
  const words = message === "" ? {} : { message };
  if (startError !== undefined) return { exitCode: 128, reason: "StartError", ...words, ...times };
  const reason = oomKilled ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error";
  return { exitCode, reason, ...words, ...times };
}

function messageOf(error: unknown): string {
  const { message, wayOut } = error as { message?: string; wayOut?: string };
  return [message ?? String(error), wayOut].filter(Boolean).join(" ");
}

export const kindOf = (container: Container, isInit: boolean): ContainerFacts["kind"] =>
  isInit ? (isSidecar(container) ? "sidecar" : "init") : "main";
