import type { ClickHouse } from "@naru/clickhouse";
import type { z } from "zod";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { NaruError } from "#kernel/errors.ts";
import { type Context, type Feature, handle } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import type { ObjectAccess, Picture } from "#kubernetes/index.ts";
import { readerOf, windowOf } from "#telemetry/query/index.ts";
import * as api from "./api.ts";
import { type Declared, placeIn, placeText } from "./declared/declared.ts";
import { Registry } from "./declared/registry.ts";
import { Counter } from "./live/counter.ts";
import { findSessions } from "./live/find.ts";
import { Handles, masked } from "./live/handles.ts";
import { Limiter } from "./live/limit.ts";
import { endSessions, type Session } from "./live/sessions.ts";
import { sessionMetrics } from "./metrics.ts";
import { insertEnded, insertOutage, outagesBetween } from "./store.ts";
import { rowOf } from "./stores/row.ts";
import { SessionStore } from "./stores/store.ts";
import type { StoreSource } from "./stores/source.ts";

export type { StoreAddress, StoreSource } from "./stores/source.ts";

interface SessionsOptions {
  readonly sources: readonly StoreSource[];
  readonly objects: ObjectAccess;
  readonly picture: Pick<Picture, "readers">;
  readonly clickhouse: ClickHouse;
  readonly log: Logger;
  readonly clock?: Clock;
  /** How often declarations are read; sessions are counted a third as often. */
  readonly everyMs?: number;
}

const usualEveryMs = 5_000;

/** User sessions of applications: where they are kept, how many there are, whose they are, and ending them. */
export function sessions(options: SessionsOptions): Feature {
  const service = new Sessions(options);
  return {
    name: "sessions",
    operations: [
      handle(api.listSessions, () => service.list()),
      handle(api.findSessions, (input, context) => service.find(input, context)),
      handle(api.endSessions, (input, context) => service.end(input, context)),
      handle(api.listOutages, (input, { signal }) => service.outages(input, signal)),
    ],
    metrics: () => sessionMetrics(service.stores, service.registry.declared, (of) => service.counter.of(of)),
    start: async () => service.start(),
    stop: () => service.stop(),
  };
}

class Sessions {
  readonly stores: readonly SessionStore[];
  readonly registry: Registry;
  readonly counter: Counter;
  readonly #limiters: ReadonlyMap<SessionStore, Limiter>;
  readonly #picture: Pick<Picture, "readers">;
  readonly #clickhouse: ClickHouse;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #handles = new Handles();

  constructor(options: SessionsOptions) {
    const {
      sources,
      objects,
      picture,
      clickhouse,
      log,
      clock = systemClock,
      everyMs = usualEveryMs,
    } = options;
    this.#picture = picture;
    this.#clickhouse = clickhouse;
    this.#clock = clock;
    this.#log = log;
    this.stores = sources.map(
      (source) =>
        new SessionStore(source, clock, {
          onOutage: (store, outage) => {
            log.warn({ store: store.name, ...outage }, "the session store was away");
            this.#keep(insertOutage(clickhouse, store.name, outage));
          },
        }),
    );
    const limit = {
      log,
      now: () => clock.now(),
      onEnded: (declared: Declared, ended: number) => this.#ended(declared, ended, ""),
    };
    this.#limiters = new Map(this.stores.map((store) => [store, new Limiter(store, limit)]));
    this.registry = new Registry({
      objects,
      stores: this.stores,
      log,
      onLook: () => this.#looked(),
      everyMs,
    });
    this.counter = new Counter(this.registry, clock, 3 * everyMs);
  }

  start(): void {
    for (const store of this.stores) store.start();
    this.registry.start();
    this.counter.start();
  }

  async stop(): Promise<void> {
    await this.counter.stop();
    await this.registry.stop();
    for (const limiter of this.#limiters.values()) limiter.stop();
    await Promise.all(this.stores.map((store) => store.stop()));
  }

  list(): z.output<typeof api.listSessions.output> {
    const { declared, undeclared, clusters } = this.registry;
    return {
      at: this.#clock.now(),
      stores: this.stores.map(rowOf),
      applications: declared.map((each) => ({
        ...placeIn(each),
        store: this.registry.storeOf(each)?.name ?? "",
        layout: each.layout.name,
        prefix: each.prefix,
        workloads: this.#picture.readers({ ...placeIn(each), kind: "Secret" }),
        mostPerUser: each.mostPerUser,
        census: this.counter.of(each) ?? null,
      })),
      undeclared: [...undeclared],
      clusters: [...clusters],
    };
  }

  async find(
    { user, id, limit, ...place }: z.output<typeof api.findSessions.input>,
    { signal }: Context,
  ): Promise<z.output<typeof api.findSessions.output>> {
    const { declared, store } = this.#known(place);
    const now = this.#clock.now();
    const found = await findSessions(store, declared, { user, id, limit }, now, signal);
    return {
      at: now,
      sessions: found.sessions.map((session) => this.#row(session, placeText(declared))),
      isPartial: found.isPartial,
    };
  }

  async end(
    { handle, user, ...place }: z.output<typeof api.endSessions.input>,
    { signal, user: by = "" }: Context,
  ): Promise<z.output<typeof api.endSessions.output>> {
    const { declared, store } = this.#known(place);
    const chosen =
      handle === ""
        ? await this.#ofUser(store, declared, user, signal)
        : await this.#ofHandle(store, declared, handle, signal);
    const ended = await endSessions(store, declared, chosen);
    if (ended > 0) this.#ended(declared, ended, by);
    return { ended };
  }

  async outages({ store, ...range }: z.output<typeof api.listOutages.input>, signal: AbortSignal) {
    const window = windowOf(range, this.#clock.now());
    return { outages: await outagesBetween(readerOf(this.#clickhouse, signal), window, store) };
  }

  #known({ cluster, namespace, name }: Pick<Declared, "cluster" | "namespace" | "name">) {
    const wanted = placeText({ cluster, namespace, name });
    const declared = this.registry.declared.find((each) => placeText(each) === wanted);
    const store = declared && this.registry.storeOf(declared);
    if (declared && store) return { declared, store };
    throw new NaruError("NOT_FOUND", `No sessions are declared by ${wanted}.`, {
      help: "sessions.listSessions names those that are.",
    });
  }

  async #ofHandle(
    store: SessionStore,
    declared: Declared,
    handle: string,
    signal: AbortSignal,
  ): Promise<readonly Session[]> {
    const id = this.#handles.open(handle, placeText(declared));
    if (id === undefined) {
      throw new NaruError("NOT_FOUND", "This session is not known any more.", {
        help: "Look for it once more, then end it.",
      });
    }
    const { sessions } = await findSessions(
      store,
      declared,
      { id, user: "", limit: 1 },
      this.#clock.now(),
      signal,
    );
    return sessions;
  }

  async #ofUser(
    store: SessionStore,
    declared: Declared,
    user: string,
    signal: AbortSignal,
  ): Promise<readonly Session[]> {
    if (user === "") throw new NaruError("INVALID_INPUT", "Neither a handle nor a user is given.");
    const { sessions } = await findSessions(
      store,
      declared,
      { id: "", user, limit: 1000 },
      this.#clock.now(),
      signal,
    );
    return sessions;
  }

  #row({ id, ...session }: Session, of: string): api.SessionRow {
    return { ...session, handle: this.#handles.seal(id, of), masked: masked(id) };
  }

  #ended(declared: Declared, ended: number, by: string): void {
    const application = placeText(declared);
    const store = this.registry.storeOf(declared)?.name ?? "";
    this.#log.info({ application, sessions: ended, by }, "sessions were ended");
    this.#keep(
      insertEnded(this.#clickhouse, { at: this.#clock.now(), store, application, sessions: ended, by }),
    );
  }

  #looked(): void {
    for (const [store, limiter] of this.#limiters)
      limiter.watch(this.registry.declared.filter((each) => this.registry.storeOf(each) === store));
  }

  #keep(stored: Promise<void>): void {
    stored.catch((error: unknown) =>
      this.#log.warn({ why: (error as Error).message }, "what happened to sessions could not be stored"),
    );
  }
}
