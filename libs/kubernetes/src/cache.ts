import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs } from "./backoff.ts";
import type { Client } from "./client.ts";
import { isExpired } from "./errors.ts";
import type { Kind } from "./kind.ts";
import type { KubeObject } from "./object.ts";
import { Kept, type Change } from "./kept.ts";

export interface CacheOptions<T extends KubeObject> {
  readonly client: Client;
  readonly kind: Kind;
  /** Objects kept at most. */
  readonly most?: number;
  /** What is kept of an object, and told of; managed fields are dropped after it. */
  readonly trim?: (object: T) => T;
  /** Told in the order of the server; `synced` after the first list and every one after it. */
  readonly onChange?: (change: Change<T> | Synced) => void;
  readonly silenceMs?: number;
}

export interface Synced {
  readonly type: "synced";
  /** More is there than was told of. */
  readonly isPartial: boolean;
}

export interface CacheStatus {
  /** `syncing`: not everything was seen yet; `live`: as it is on the server; `away`: as it was at `since`. */
  readonly state: "syncing" | "live" | "away";
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly error: string | undefined;
  /** There are more objects than are kept. */
  readonly isPartial: boolean;
}

const steadyMs = 5000;

/** A copy of one kind's objects that stays true while the server comes and goes: it lists once, watches on from
 *  there, and lists again only when the server no longer knows where it was.
 *  Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export class WatchCache<T extends KubeObject = KubeObject> {
  readonly #options: CacheOptions<T>;
  readonly #kept: Kept<T>;
  readonly #stopped = new AbortController();
  #status: Omit<CacheStatus, "isPartial"> = { state: "syncing", since: Date.now(), error: undefined };
  #revision: string | undefined;
  #running: Promise<void> | undefined;

  constructor(options: CacheOptions<T>) {
    this.#options = options;
    this.#kept = new Kept(options.most ?? 50_000, options.trim ?? ((object) => object));
  }

  /** Begins; does not wait for the server. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  status(): CacheStatus {
    return { ...this.#status, isPartial: this.#kept.isPartial };
  }

  list(namespace?: string): T[] {
    const all = this.#kept.all();
    return namespace === undefined || namespace === ""
      ? all
      : all.filter(({ metadata }) => metadata.namespace === namespace);
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#kept.get(namespace, name);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      const started = performance.now();
      let failure: unknown;
      try {
        if (this.#revision === undefined) await this.#list();
        await this.#watch();
      } catch (error) {
        failure = error;
      }
      if (this.#stopped.signal.aborted) return;
      if (isExpired(failure)) this.#revision = undefined;
      const wasSteady = performance.now() - started > steadyMs;
      failures = wasSteady ? 0 : failures + 1;
      if (failure !== undefined) this.#lost(failure);
      if (failure !== undefined || !wasSteady) await this.#pause(Math.max(failures, 1));
    }
  }

  /** Everything as it is now; only what differs from what was known is told. */
  async #list(): Promise<void> {
    const { client, kind } = this.#options;
    const found: T[] = [];
    let revision: string | undefined;
    for await (const page of client.pages<T>(kind, { signal: this.#stopped.signal })) {
      for (const object of page.items) found.push(this.#kept.trimmed(whole(object, kind)));
      revision = page.metadata.resourceVersion;
      if (found.length > this.#kept.most) break;
    }
    this.#tell(this.#kept.replace(found));
    this.#revision = revision ?? "0";
    this.#options.onChange?.({ type: "synced", isPartial: this.#kept.isPartial });
  }

  async #watch(): Promise<void> {
    const { client, kind, silenceMs } = this.#options;
    const events = await client.watch<T>(kind, {
      resourceVersion: this.#revision ?? "0",
      signal: this.#stopped.signal,
      ...(silenceMs !== undefined && { silenceMs }),
    });
    this.#status = { state: "live", since: Date.now(), error: undefined };
    for await (const { type, object } of events) {
      if (type === "DELETED") this.#tell(this.#kept.remove(object));
      else if (type !== "BOOKMARK") this.#tell(this.#kept.put(object));
      this.#revision = object.metadata.resourceVersion ?? this.#revision;
    }
  }

  #tell(changes: readonly Change<T>[]): void {
    for (const change of changes) this.#options.onChange?.(change);
  }

  #lost(failure: unknown): void {
    const error = failure instanceof Error ? failure.message : String(failure);
    const since = this.#status.state === "away" ? this.#status.since : Date.now();
    this.#status = { state: isExpired(failure) ? "syncing" : "away", since, error };
  }

  async #pause(failures: number): Promise<void> {
    const { signal } = this.#stopped;
    await sleep(backoffMs(failures, Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

/** Items of a list leave out what the list says for all of them. */
function whole<T extends KubeObject>(object: T, { group, version, kind }: Kind): T {
  return { ...object, apiVersion: object.apiVersion ?? (group ? `${group}/${version}` : version), kind };
}
