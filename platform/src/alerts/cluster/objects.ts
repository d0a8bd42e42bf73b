import { type CacheStatus, type Client, type Kind, type KubeObject, WatchCache } from "@naru/kubernetes";
import { readKept, writeKept } from "./kept.ts";
import { type Known, knownOf, type Reading } from "./known.ts";

export interface KnownObjectsOptions<T extends KubeObject, R> {
  readonly client: Client;
  readonly kind: Kind;
  readonly read: (object: T) => Reading<R>;
  /** Where what the cluster said last is kept. */
  readonly path: string;
  /** Told when something may be another than before. */
  readonly onChange: () => void;
}

const mostObjects = 5000;
/** A cluster that says nothing for so long after a start is taken to be away. */
const patienceMs = 10_000;

/** One kind's objects as a cluster has them; while it can't be asked, as it had them last. */
export class KnownObjects<T extends KubeObject, R> {
  readonly #options: KnownObjectsOptions<T, R>;
  readonly #cache: WatchCache<T>;
  #known: ReadonlyMap<string, Known<T, R>> = new Map();
  #kept: readonly T[] = [];
  #written = "[]";
  #startedAt = Infinity;
  #source: "nothing" | "kept" | "cluster" = "nothing";
  #isChanged = false;

  constructor(options: KnownObjectsOptions<T, R>) {
    this.#options = options;
    const { client, kind } = options;
    this.#cache = new WatchCache<T>({
      client,
      kind,
      most: mostObjects,
      onChange: (change) => {
        if (change.type === "synced") this.#source = "cluster";
        this.#changed();
      },
    });
  }

  /** Reads what was kept. The cluster is asked from `start` on. */
  async open(): Promise<void> {
    // What was kept is what the cluster said: it is read with the same care again.
    this.#kept = (await readKept(this.#options.path)) as readonly T[];
    this.#written = JSON.stringify(this.#kept);
    this.#known = knownOf(this.#kept, new Map(), this.#options.read);
    this.#startedAt = performance.now();
  }

  start(): void {
    this.#cache.start();
  }

  stop(): Promise<void> {
    return this.#cache.stop();
  }

  /** Whether the cluster has said everything: what is missing then is not there. */
  get isSeen(): boolean {
    return this.#source === "cluster";
  }

  /** Whether there is anything to go by. */
  get isKnown(): boolean {
    return this.#source !== "nothing";
  }

  status(): CacheStatus {
    return this.#cache.status();
  }

  /** Falls back to what was kept when the cluster has had its time. */
  look(): void {
    if (this.#source !== "nothing" || this.#kept.length === 0) return;
    if (performance.now() - this.#startedAt < patienceMs) return;
    this.#source = "kept";
    this.#changed();
  }

  list(): readonly Known<T, R>[] {
    if (this.#source === "nothing") return [];
    if (this.#isChanged) {
      this.#isChanged = false;
      const objects = this.#source === "cluster" ? this.#cache.list() : this.#kept;
      this.#known = knownOf(objects, this.#known, this.#options.read);
    }
    return [...this.#known.values()];
  }

  /** Keeps what is used for a later start.
   *  @throws Error of the file system */
  async keep(): Promise<void> {
    if (!this.isSeen) return;
    const used = this.list().filter(({ value }) => value !== undefined);
    const text = JSON.stringify(used.map(({ object }) => object));
    if (text === this.#written) return;
    await writeKept(this.#options.path, text);
    this.#written = text;
  }

  #changed(): void {
    this.#isChanged = true;
    this.#options.onChange();
  }
}
