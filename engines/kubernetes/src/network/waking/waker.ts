import { type Client, isReason } from "../../controllers/client.ts";
import type { Clock } from "../../controllers/clock.ts";
import type { Record } from "../../controllers/events.ts";
import { timestamp } from "../../objects/metadata.ts";
import type { Backends } from "../backends.ts";
import {
  formerAnnotation,
  formerReplicas,
  isAsleep,
  isMarked,
  type Sleeper,
  sleepersBehind,
} from "./sleepers.ts";

export interface WakerOptions {
  readonly client: Client;
  readonly backends: Backends;
  readonly record: Record;
  readonly clock: Clock;
  readonly limits?: Partial<WakerLimits>;
}

export interface WakerLimits {
  /** How long pods may take to get ready before nobody waits for them any more. */
  readonly patienceMs: number;
  /** Who waits at one service's port, at most. */
  readonly most: number;
}

/** What came of waiting. `awake`: somebody is ready to answer; `late`: nobody was in time; `full`: too many wait already; `left`: who waited
 *  has gone; `not asleep`: there is nothing to wait for. */
export type Held = "awake" | "late" | "full" | "left" | "not asleep";

/** One service's port, since somebody came and nobody was ready. */
interface Waking {
  readonly waiting: Set<(held: Held) => void>;
  /** Pods took too long: they may still come, and nobody waits for them. */
  isLate: boolean;
}

const usualLimits: WakerLimits = { patienceMs: 60_000, most: 200 };
/** The workload may be written to meanwhile. */
const mostAttempts = 5;

/** Lets whoever comes to a service that sleeps wait, and wakes what is behind it. Nothing of what they sent is read meanwhile. */
export class Waker {
  readonly #options: WakerOptions;
  readonly #limits: WakerLimits;
  /** By service, then by port. */
  readonly #wakings = new Map<string, Map<string, Waking>>();
  /** Uids of workloads that were woken just now: whoever comes to another port or service of theirs waits too. */
  readonly #woken = new Set<string>();
  /** By the uid of what is being woken. */
  readonly #asking = new Map<string, Promise<void>>();
  readonly #unfollow: () => void;
  #isStopped = false;

  constructor(options: WakerOptions) {
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
    this.#unfollow = options.backends.follow((service) => this.#changed(service));
  }

  /** Waits until somebody is ready, where that is to be expected.
   *  @param service  `namespace/name`
   *  @param port     its name; "" for one without
   *  @param left     when who waits has gone */
  async hold(service: string, port: string, left: AbortSignal): Promise<Held> {
    const sleepers = sleepersBehind(this.#options.client, service);
    const asleep = sleepers.filter(({ workload }) => isAsleep(workload));
    let waking = this.#wakings.get(service)?.get(port);
    const isExpected = sleepers.some(
      ({ workload }) => isMarked(workload) || this.#woken.has(workload.metadata.uid),
    );
    if (this.#isStopped || (!waking && !isExpected)) return "not asleep";
    if (waking?.isLate && asleep.length === 0) return "late";
    if (!waking || waking.isLate) waking = this.#begin(service, port);
    if (waking.waiting.size >= this.#limits.most) return "full";
    const held = this.#wait(waking.waiting, left);
    try {
      await Promise.all(asleep.map((sleeper) => this.#wake(sleeper, service)));
    } catch {
      // Told by an event; whoever comes next tries again.
      this.#release(service, port, "late");
    }
    return held;
  }

  /** Nobody waits any more. */
  stop(): void {
    this.#isStopped = true;
    this.#unfollow();
    for (const ports of this.#wakings.values())
      for (const { waiting } of ports.values()) release(waiting, "late");
    this.#wakings.clear();
  }

  #begin(service: string, port: string): Waking {
    const { clock } = this.#options;
    const waking: Waking = { waiting: new Set(), isLate: false };
    const ports = this.#wakings.get(service) ?? new Map<string, Waking>();
    this.#wakings.set(service, ports.set(port, waking));
    clock.after(this.#limits.patienceMs, () => {
      waking.isLate = true;
      release(waking.waiting, "late");
    });
    return waking;
  }

  #wait(waiting: Waking["waiting"], left: AbortSignal): Promise<Held> {
    const { promise, resolve } = Promise.withResolvers<Held>();
    const leave = () => {
      waiting.delete(resolve);
      resolve("left");
    };
    waiting.add(resolve);
    left.addEventListener("abort", leave, { once: true });
    if (left.aborted) leave();
    return promise.finally(() => left.removeEventListener("abort", leave));
  }

  /** Whoever comes first asks for pods; for all others they are on their way. */
  #wake(sleeper: Sleeper, service: string): Promise<void> {
    const { uid } = sleeper.workload.metadata;
    const asking =
      this.#asking.get(uid) ?? this.#ask(sleeper, service).finally(() => this.#asking.delete(uid));
    this.#asking.set(uid, asking);
    return asking;
  }

  async #ask(sleeper: Sleeper, service: string): Promise<void> {
    const { record, clock } = this.#options;
    const { workload } = sleeper;
    const came = timestamp(clock.now());
    try {
      const replicas = await this.#scaleUp(sleeper);
      if (replicas === 0) return;
      const { uid } = workload.metadata;
      this.#woken.add(uid);
      clock.after(this.#limits.patienceMs, () => this.#woken.delete(uid));
      const message = `New size: ${replicas}; reason: somebody came to service ${service} at ${came}`;
      await record(workload, "Normal", "ScaledFromZero", message);
    } catch (error) {
      await record(workload, "Warning", "FailedScaleFromZero", (error as Error).message);
      throw error;
    }
  }

  /** @returns how many pods it is to have now; 0 when it does not sleep any more */
  async #scaleUp({ kind, workload }: Sleeper): Promise<number> {
    const { client } = this.#options;
    const { namespace = "", name } = workload.metadata;
    for (let attempt = 1; ; attempt++) {
      const now = client.get(kind, namespace, name);
      if (!now || !isAsleep(now)) return 0;
      const replicas = formerReplicas(now);
      try {
        await client.change(kind, now, (copy) => {
          copy.spec.replicas = replicas;
          delete copy.metadata.annotations?.[formerAnnotation];
        });
        return replicas;
      } catch (error) {
        if (!isReason(error, "Conflict") || attempt === mostAttempts) throw error;
      }
    }
  }

  #changed(service: string): void {
    for (const port of this.#wakings.get(service)?.keys() ?? [])
      if (this.#options.backends.isReady(service, port)) this.#release(service, port, "awake");
  }

  #release(service: string, port: string, held: Held): void {
    const ports = this.#wakings.get(service);
    const waking = ports?.get(port);
    ports?.delete(port);
    if (ports?.size === 0) this.#wakings.delete(service);
    if (waking) release(waking.waiting, held);
  }
}

function release(waiting: Set<(held: Held) => void>, held: Held): void {
  for (const resolve of waiting) resolve(held);
  waiting.clear();
}
