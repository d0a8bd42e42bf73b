import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { isReason } from "../controllers/client.ts";
import { equal } from "../patch/json.ts";
import type { NodeContext } from "./context.ts";
import { type ContainerFacts, initKindOf, planOf } from "./plan.ts";
import { type Container, isOver, type Pod, pods } from "./pod.ts";
import { PodHome } from "./pod-home.ts";
import { podStatus, type Verdict } from "./pod-status.ts";
import { refusalOf } from "./refusal.ts";
import { Slot } from "./slot.ts";

/** A pod that can't be made ready is tried again after this long. */
const prepareRetryMs = 2_000;
const usualGraceSeconds = 30;
/** Sidecars get at least this long after the others, as upstream gives them. */
const leastSidecarGraceMs = 2_000;
/** Who was deleted by force has ended at once, or soon. */
const forcedGraceMs = 2_000;

/** Makes one pod come true on its node, from the moment it is seen until its last process has ended. Whatever happens
 *  asks for a look at the whole; looks never overlap. */
export class PodWorker {
  readonly uid: string;
  readonly home: PodHome;
  readonly #node: NodeContext;
  readonly #onGone: () => void;
  readonly #slots: Slot[] = [];
  #pod: Pod;
  #isInitialized: boolean;
  #verdict: Verdict | undefined;
  #isPrepared = false;
  #hasSaidUnbounded = false;
  #isLooking = false;
  #shallLook = false;
  #isDeleted = false;
  #isAbandoned = false;
  #ending: Promise<void> | undefined;
  #cancelTimer: () => void = () => {};

  constructor(node: NodeContext, pod: Pod, onGone: () => void) {
    this.uid = pod.metadata.uid;
    this.#node = node;
    this.#pod = pod;
    this.#onGone = onGone;
    this.home = new PodHome(node, pod);
    const conditions = pod.status?.conditions ?? [];
    this.#isInitialized = conditions.some(({ type, status }) => type === "Initialized" && status === "True");
    this.#follow(pod);
    this.look();
  }

  get pod(): Pod {
    return this.#pod;
  }

  slot(container: string): Slot | undefined {
    return this.#slots.find((slot) => slot.container.name === container);
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  /** The API has it so now. */
  update(pod: Pod): void {
    const { labels, annotations } = this.#pod.metadata;
    const isSame = equal(labels, pod.metadata.labels) && equal(annotations, pod.metadata.annotations);
    this.#pod = pod;
    this.#follow(pod);
    if (isSame) this.look();
    else this.refresh();
  }

  /** The API no longer has it: whatever is left of it ends. */
  deleted(): void {
    this.#isDeleted = true;
    this.look();
  }

  /** Something that it is made of has changed. */
  refresh(): void {
    this.#isPrepared = false;
    for (const slot of this.#slots) slot.retry();
    this.look();
  }

  /** Ends its processes and tells nobody: the node stops.
   *  @param graceMs  0 for at once */
  async abandon(graceMs: number): Promise<void> {
    this.#isAbandoned = true;
    this.#cancelTimer();
    if (graceMs === 0) for (const slot of this.#slots) slot.abandon();
    await Promise.all(this.#slots.map((slot) => slot.stop(graceMs)));
    await this.home.leave();
  }

  look(): void {
    this.#shallLook = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    void this.#lookUntilQuiet();
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#shallLook && !this.#isAbandoned) {
      this.#shallLook = false;
      try {
        await this.#look();
      } catch (error) {
        this.#again(isReason(error, "Conflict") ? 0 : prepareRetryMs);
      }
    }
    this.#isLooking = false;
  }

  async #look(): Promise<void> {
    this.#cancelTimer();
    if (this.#isDeleted) return this.#endDeleted();
    const { metadata } = this.#pod;
    if (metadata.deletionTimestamp !== undefined) return this.#end(metadata.deletionGracePeriodSeconds);
    if (isOver(this.#pod)) return this.#settle();
    this.#checkDeadline();
    this.#verdict ??= refusalOf(this.#pod);
    if (this.#verdict) return this.#fail();
    if ((await this.#prepare()) && !this.#isAbandoned) this.#advance();
    await this.#writeStatus();
  }

  /** @returns whether containers may be started */
  async #prepare(): Promise<boolean> {
    if (this.#isPrepared) return true;
    // What changes meanwhile takes it back.
    this.#isPrepared = true;
    try {
      await this.home.prepare(this.#pod);
      this.#sayUnbounded();
      return true;
    } catch (error) {
      this.#isPrepared = false;
      const message = error instanceof Error ? error.message : String(error);
      void this.#node.record(this.#pod, "Warning", "FailedMount", `MountVolume.SetUp failed: ${message}`);
      this.#again(prepareRetryMs);
      return false;
    }
  }

  #sayUnbounded(): void {
    const names = this.home.unbounded(this.#pod);
    if (names.length === 0 || this.#hasSaidUnbounded) return;
    this.#hasSaidUnbounded = true;
    const message = `the sizeLimit of ${names.join(", ")} is not kept: this machine lets Naru mount nothing; run it as root`;
    void this.#node.record(this.#pod, "Warning", "VolumeNotBounded", message);
  }

  #advance(): void {
    const { clock } = this.#node;
    const facts = this.#slots.map((slot) => slot.facts(clock.now()));
    const plan = planOf(facts, this.#pod.spec.restartPolicy, this.#isInitialized);
    this.#isInitialized = plan.isInitialized;
    for (const name of plan.start) void this.slot(name)?.start();
    for (const name of plan.hold) this.slot(name)?.hold();
    if (plan.isOver) void this.#stopAll(usualGraceSeconds * 1000);
    if (plan.againMs !== undefined) this.#again(plan.againMs);
  }

  /** Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior */
  #checkDeadline(): void {
    const { activeDeadlineSeconds } = this.#pod.spec;
    const start = this.#pod.status?.startTime;
    if (activeDeadlineSeconds === undefined || start === undefined) return;
    const left = Date.parse(start) + activeDeadlineSeconds * 1000 - this.#node.clock.now();
    if (left > 0) return this.#again(left);
    const message = "Pod was active on the node longer than the specified deadline";
    this.#verdict = { phase: "Failed", reason: "DeadlineExceeded", message };
    void this.#node.record(this.#pod, "Normal", "DeadlineExceeded", message);
  }

  async #fail(): Promise<void> {
    await this.#stopAll((this.#pod.spec.terminationGracePeriodSeconds ?? usualGraceSeconds) * 1000);
    await this.#writeStatus();
  }

  async #settle(): Promise<void> {
    await this.#stopAll(usualGraceSeconds * 1000);
    await this.home.leave();
  }

  async #end(graceSeconds: number = usualGraceSeconds): Promise<void> {
    this.#ending ??= this.#endAndTell();
    for (const slot of this.#slots)
      if (slot.isRunning && slot.kind === "main") void slot.stop(graceSeconds * 1000);
    try {
      await Promise.race([this.#ending, this.#untilAsked()]);
    } catch (error) {
      this.#ending = undefined;
      throw error;
    }
  }

  async #endAndTell(): Promise<void> {
    await this.#stopAll((this.#pod.metadata.deletionGracePeriodSeconds ?? usualGraceSeconds) * 1000);
    if (this.#isAbandoned) return;
    if (!isOver(this.#pod)) await this.#writeStatus().catch(() => {});
    await this.#node.client.remove(pods, this.#pod, { graceSeconds: 0 });
  }

  /** A shorter grace that comes meanwhile is to be heard. */
  async #untilAsked(): Promise<void> {
    while (!this.#shallLook) await new Promise((resolve) => void setTimeout(resolve, 20));
  }

  async #endDeleted(): Promise<void> {
    await this.#stopAll(forcedGraceMs);
    await this.home.remove();
    this.#onGone();
  }

  /** All together, then the sidecars in the opposite order of their start. */
  async #stopAll(graceMs: number): Promise<void> {
    const { clock } = this.#node;
    const deadline = clock.now() + graceMs;
    const sidecars = this.#slots.filter(({ kind }) => kind === "sidecar");
    await Promise.all(this.#slots.filter(({ kind }) => kind !== "sidecar").map((slot) => slot.stop(graceMs)));
    for (const sidecar of sidecars.toReversed()) {
      await sidecar.stop(Math.max(leastSidecarGraceMs, deadline - clock.now()));
    }
  }

  async #writeStatus(): Promise<void> {
    const statuses = (...kinds: ContainerFacts["kind"][]) =>
      this.#slots.filter(({ kind }) => kinds.includes(kind)).map((slot) => slot.status());
    const { hostIP, client, clock } = this.#node;
    const seen = {
      init: statuses("init", "sidecar"),
      main: statuses("main"),
      ephemeral: statuses("ephemeral"),
      hostIP,
      podIP: this.home.podIP,
      isInitialized: this.#isInitialized,
      isEnding: this.#pod.metadata.deletionTimestamp !== undefined,
      verdict: this.#verdict,
    };
    const status = podStatus(this.#pod, seen, clock.now());
    if (equal(status, this.#pod.status)) return;
    this.#pod = await client.change(pods, this.#pod, (copy) => void (copy.status = status), "status");
    if (isOver(this.#pod)) this.look();
    await this.#dropOldLogs();
  }

  /** A container's last run and the one before it can be read. */
  async #dropOldLogs(): Promise<void> {
    for (const { container, attempt } of this.#slots) {
      if (attempt < 2) continue;
      const old = this.home.logOf(container.name, attempt - 2);
      await rm(old, { force: true });
      await rm(`${dirname(old)}/${attempt - 2}.log.1`, { force: true });
    }
  }

  #again(milliseconds: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#node.clock.after(milliseconds, () => this.look());
  }

  /** Containers may come, and change. */
  #follow(pod: Pod): void {
    const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
    for (const container of initContainers) this.#put(container, initKindOf(container));
    for (const container of containers) this.#put(container, "main");
    for (const container of ephemeralContainers) this.#put(container, "ephemeral");
  }

  #put(container: Container, kind: ContainerFacts["kind"]): void {
    const known = this.slot(container.name);
    if (known) return known.update(container);
    const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = this.#pod.status ?? {};
    const statuses = [initContainerStatuses, containerStatuses, ephemeralContainerStatuses].flatMap(
      (list) => list ?? [],
    );
    const slot = new Slot({
      node: this.#node,
      home: this.home,
      pod: () => this.#pod,
      container,
      kind,
      before: statuses.find(({ name }) => name === container.name),
      onChange: () => this.look(),
    });
    this.#slots.push(slot);
  }
}
