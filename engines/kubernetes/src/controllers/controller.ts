import type { Cluster } from "../api/handlers.ts";
import type { KubeObject } from "../object.ts";
import { nameOf } from "../resources/registry.ts";
import type { Watch, WatchEvent } from "../store/store.ts";
import { isReason } from "./client.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Kind } from "./kinds.ts";
import { WorkQueue } from "./queue.ts";

export interface Change {
  /** As it is now, or was last. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
  readonly isGone: boolean;
}

export interface Watched {
  /** Every kind that is registered, now or later, when none is said. */
  readonly kind?: Kind;
  /** Which keys have to be looked at because of a change. */
  readonly keys: (change: Change, kind: Kind) => readonly string[];
  /** Told of all that there are, before their keys are asked for: at first, and again when changes were missed. Who
   *  remembers objects forgets those that are none of them. */
  readonly onList?: (objects: readonly KubeObject[]) => void;
}

/** Brings the cluster closer to what one of its objects asks for. */
export interface Controller {
  readonly name: string;
  readonly watches: readonly Watched[];
  /** @returns milliseconds after which to look again though nothing has changed */
  reconcile(key: string): Promise<number | void>;
}

export interface ControllerOptions {
  readonly clock?: Clock;
  /** Told of what failed and will be tried again; conflicts are everyday life and are not. */
  readonly onError?: (controller: string, key: string, error: unknown) => void;
}

/** How soon a kind that was declared later is followed by those who follow every kind. */
const discoverEveryMs = 1_000;

/** What broke a watch, other than time, may break the next one too. */
const restartAfterMs = 1_000;

/** Starts each on the present state and follows the changes.
 *  @returns stop, to be awaited before the store is closed; it resolves when nothing will be written any more */
export function startControllers(
  cluster: Cluster,
  controllers: readonly Controller[],
  options: ControllerOptions = {},
): { stop(): Promise<void> } {
  const running = controllers.map((controller) => new Running(cluster, controller, options));
  return { stop: async () => void (await Promise.all(running.map((one) => one.stop()))) };
}

class Running {
  readonly #cluster: Cluster;
  readonly #controller: Controller;
  readonly #clock: Clock;
  readonly #queue: WorkQueue;
  readonly #watches = new Map<string, Watch>();
  readonly #onError: ControllerOptions["onError"];
  #isStopped = false;
  #cancelTimer: () => void = () => {};

  constructor(cluster: Cluster, controller: Controller, { clock = systemClock, onError }: ControllerOptions) {
    this.#cluster = cluster;
    this.#onError = onError;
    this.#controller = controller;
    this.#clock = clock;
    this.#queue = new WorkQueue({
      clock,
      work: (key) => controller.reconcile(key),
      onError: (key, error) => {
        if (!isReason(error, "Conflict")) onError?.(controller.name, key, error);
      },
    });
    this.#follow();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unfollow();
    await this.#queue.stop();
  }

  #follow(): void {
    if (this.#isStopped) return;
    for (const [index, watched] of this.#controller.watches.entries()) {
      const kinds = watched.kind ? [watched.kind] : this.#cluster.registry.stored();
      for (const kind of kinds) this.#followKind(`${index} ${nameOf(kind)}`, kind, watched);
    }
    if (this.#controller.watches.some(({ kind }) => kind === undefined)) {
      this.#cancelTimer = this.#clock.after(discoverEveryMs, () => this.#follow());
    }
  }

  #followKind(place: string, kind: Kind, watched: Watched): void {
    if (this.#watches.has(place)) return;
    const resource = nameOf(kind);
    const { entries, revision } = this.#cluster.store.list(resource);
    const add = (change: Change) => {
      // One object that a controller can't make sense of must not keep it, or the cluster, from all others.
      try {
        for (const key of watched.keys(change, kind)) this.#queue.add(key);
      } catch (error) {
        this.#onError?.(this.#controller.name, keyOf(change.object), error);
      }
    };
    watched.onList?.(entries.map(({ object }) => object));
    for (const { object } of entries) add({ object, previous: undefined, isGone: false });
    const onEvents = (events: readonly WatchEvent[]) => {
      for (const event of events) add({ ...changeOf(event), isGone: event.type === "DELETED" });
    };
    const watch = this.#cluster.store.watch({ resource, from: revision }, onEvents, (error) =>
      this.#restart(error),
    );
    this.#watches.set(place, watch);
  }

  /** What was missed may concern any key, so everything is listed again. */
  #restart(error: unknown): void {
    if (this.#isStopped) return;
    this.#unfollow();
    const wait = isReason(error, "Expired") ? 0 : restartAfterMs;
    this.#cancelTimer = this.#clock.after(wait, () => this.#follow());
  }

  #unfollow(): void {
    this.#cancelTimer();
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
  }
}

const changeOf = ({ object, previous }: WatchEvent) => ({ object, previous });

/** `namespace/name`, or `name` of what has no namespace. */
export function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function partsOf(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf("/");
  return { namespace: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1) };
}

/** The keys of an object as it is and as it was before. */
export const eitherWay =
  (keys: (object: KubeObject) => readonly string[]): Watched["keys"] =>
  ({ object, previous }) =>
    previous ? [...keys(object), ...keys(previous)] : keys(object);
