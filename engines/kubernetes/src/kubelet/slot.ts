import type { Exit } from "../runtime/index.ts";
import { BackOff, goDuration } from "./back-off.ts";
import { ContainerRecord } from "./container-record.ts";
import { type ContainerRun, startRun } from "./container-run.ts";
import type { NodeContext } from "./context.ts";
import { ConfigError } from "./environment.ts";
import { outputOf } from "./exec-output.ts";
import { Health } from "./health.ts";
import { ImagePull } from "./image-pull.ts";
import type { ContainerFacts } from "./plan.ts";
import type { Container, ContainerStatus, Pod, Probe } from "./pod.ts";
import type { PodHome } from "./pod-home.ts";
import { ask, type Reach } from "./probe.ts";
import { RunEnd } from "./run-end.ts";

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
const hookLimitMs = 600_000;

/** One container of a pod through all its runs. */
export class Slot {
  readonly kind: ContainerFacts["kind"];
  readonly #node: NodeContext;
  readonly #home: PodHome;
  readonly #pod: () => Pod;
  readonly #onChange: () => void;
  readonly #restarts = new BackOff(true);
  readonly #pull: ImagePull;
  readonly #health: Health;
  readonly #record: ContainerRecord;
  #container: Container;
  #run: ContainerRun | undefined;
  #isBusy = false;
  /** It is to run once more, whatever its pod's restart policy says: it is not what it was. */
  #isRenewed = false;
  #retryAt = 0;
  #stopping: Promise<void> | undefined;
  #end: RunEnd;

  constructor({ node, home, pod, container, kind, before, onChange }: SlotOptions) {
    this.kind = kind;
    this.#container = container;
    this.#node = node;
    this.#home = home;
    this.#pod = pod;
    this.#onChange = onChange;
    this.#end = new RunEnd(node.clock);
    const hasInit = (pod().spec.initContainers ?? []).length > 0 && kind !== "ephemeral";
    const waiting = hasInit ? "PodInitializing" : "ContainerCreating";
    this.#record = new ContainerRecord(waiting, before, node.clock.now());
    this.#pull = new ImagePull({
      node,
      tell: (...told) => this.#tell(...told),
      wait: (reason, message) => this.#record.wait(reason, message),
    });
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
  }

  get container(): Container {
    return this.#container;
  }

  get run(): ContainerRun | undefined {
    return this.#run;
  }

  /** Of the run that is, or was last. */
  get attempt(): number {
    return this.#record.count;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** The API has it so now: with another image it is another container. */
  update(container: Container): void {
    const { name, image } = this.#container;
    this.#container = container;
    if (image === container.image) return;
    this.#isRenewed = true;
    if (this.#run) void this.stop(this.#graceMs, `Container ${name} definition changed, will be restarted`);
  }

  facts(now: number): ContainerFacts {
    const { ended } = this.#record;
    const isNew = !ended || this.#isRenewed;
    const left = [isNew ? 0 : this.#restarts.left(now), this.#pull.left(now), this.#retryAt - now, 0];
    return {
      name: this.container.name,
      kind: this.kind,
      state: this.#isBusy ? "busy" : this.#run ? "running" : isNew ? "new" : "ended",
      ...(ended && { exitCode: ended.exitCode }),
      isStarted: this.#health.isStarted,
      backOffMs: Math.max(...left),
    };
  }

  status(): ContainerStatus {
    const isThrough = this.kind === "init" && this.#record.state.terminated?.exitCode === 0;
    const { restartCount, imageID, containerID, state, lastState } = this.#record.status();
    return {
      name: this.container.name,
      state,
      lastState,
      ready: isThrough || (this.#health.isReady && (this.kind === "main" || this.kind === "sidecar")),
      started: this.#health.isStarted,
      restartCount,
      image: this.container.image,
      imageID,
      ...(containerID && { containerID }),
    };
  }

  /** A change of what it is made of may help it. */
  retry(): void {
    this.#retryAt = 0;
  }

  /** Says that it waits, and for how long: `CrashLoopBackOff`. */
  hold(): void {
    if (!this.#record.state.terminated || this.#restarts.waitMs === 0) return this.#pull.hold();
    const { metadata } = this.#pod();
    const { name } = this.container;
    const where = `${name} pod=${metadata.name}_${metadata.namespace}(${metadata.uid})`;
    const wait = goDuration(this.#restarts.waitMs);
    this.#record.wait("CrashLoopBackOff", `back-off ${wait} restarting failed container=${where}`);
    const told = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
    this.#tell("Warning", "BackOff", `Back-off restarting failed container ${name} in pod ${told}`);
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
    const { container } = this;
    const { ended, count } = this.#record;
    const image = await this.#pull.image(container, !ended);
    if (!image) return;
    const attempt = ended ? count + 1 : count;
    const run = await startRun(this.#node, this.#home, this.#pod(), container, image, attempt);
    this.#isRenewed = container.image !== this.container.image;
    this.#record.begin(run, attempt);
    this.#run = run;
    this.#tell("Normal", "Created", "Container created");
    this.#tell("Normal", "Started", "Container started");
    void run.process.exited.then((exit) => this.#exited(run, exit));
    this.#node.collectLog?.({
      pod: this.#pod(),
      container,
      attempt,
      path: this.#home.logOf(container.name, attempt),
      ended: run.process.exited.then(() => undefined),
    });
    // The end of what began is told even to a pod that is stopped meanwhile.
    if (this.#stopping) void this.#endRun(run);
    else await this.#afterStart(run);
  }

  #refused(error: unknown): void {
    const message = messageOf(error);
    this.#record.wait(
      error instanceof ConfigError ? "CreateContainerConfigError" : "CreateContainerError",
      message,
    );
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

  #unhealthy(message: string, { terminationGracePeriodSeconds: seconds }: Probe): void {
    const graceMs = seconds === undefined ? this.#graceMs : seconds * 1000;
    if (this.#run) this.#kill(this.#run, graceMs, message);
  }

  get #graceMs(): number {
    return (this.#pod().spec.terminationGracePeriodSeconds ?? 30) * 1000;
  }

  #kill(run: ContainerRun, graceMs: number, message: string): void {
    if (this.#run !== run) return;
    void this.stop(graceMs, message);
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
    this.#end.allow(graceMs, this.#stopping && this.#run);
    if (this.#stopping) return this.#stopping;
    if (this.#run) this.#tell("Normal", "Killing", message);
    this.#health.stopAsking();
    const ended = this.#run ? this.#endRun(this.#run) : this.#untilIdle();
    this.#stopping = ended.finally(() => {
      this.#stopping = undefined;
      this.#end = new RunEnd(this.#node.clock);
    });
    return this.#stopping;
  }

  /** Ends it now, without a word: its node is gone. */
  abandon(): void {
    this.#health.stopAsking();
    this.#run?.process.kill("SIGKILL");
  }

  #endRun(run: ContainerRun): Promise<void> {
    return this.#end.of(run, this.container, this.#reach(run), (output) =>
      this.#tell("Warning", "FailedPreStopHook", `PreStopHook failed: ${output}`),
    );
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
    this.#record.end(run, exit, message);
    this.#restarts.failed(this.#node.clock.now(), exit.finishedAt - run.process.startedAt);
    if (exit.startError !== undefined) this.#tell("Warning", "Failed", `Error: ${exit.startError}`);
    this.#onChange();
  }

  #tell(type: "Normal" | "Warning", reason: string, message: string): void {
    const place = `spec.${lists[this.kind]}{${this.container.name}}`;
    void this.#node.record(this.#pod(), type, reason, message, place);
  }
}

const lists = {
  init: "initContainers",
  sidecar: "initContainers",
  main: "containers",
  ephemeral: "ephemeralContainers",
} as const;

function messageOf(error: unknown): string {
  const { message, wayOut } = error as { message?: string; wayOut?: string };
  return [message ?? String(error), wayOut].filter(Boolean).join(" ");
}
