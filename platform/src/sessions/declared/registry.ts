import { randomBytes } from "node:crypto";
import type { Redis } from "iovalkey";
import type { Logger } from "#kernel/log.ts";
import { Repeating } from "#kernel/repeating.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import { NaruError } from "#kernel/errors.ts";
import type { SessionStore } from "../stores/store.ts";
import { accountOf, accountsPrefix, rulesOf } from "./account.ts";
import {
  type Declared,
  declaredOf,
  isDeclared,
  isUndeclared,
  placeIn,
  placeText,
  type Secret,
  sessionsLabel,
  type Undeclared,
} from "./declared.ts";
import { entriesOf } from "./entries.ts";

const secrets = { apiVersion: "v1", kind: "Secret" } as const;
const pageSize = 500;
const tellAgainMs = 60_000;
const passwordBytes = 24;

export interface KnownCluster {
  readonly cluster: string;
  /** Why what it declares is not known. */
  readonly error: string | null;
}

interface RegistryOptions {
  readonly objects: ObjectAccess;
  readonly stores: readonly SessionStore[];
  readonly log: Logger;
  /** Told each time that all was looked at. */
  readonly onLook: () => void;
  readonly everyMs: number;
}

/** What is declared in all clusters, as it was a few seconds ago; completes what is new, and sees to it that stores know the accounts. */
export class Registry {
  readonly #objects: ObjectAccess;
  readonly #stores: readonly SessionStore[];
  readonly #log: Logger;
  readonly #onLook: () => void;
  readonly #looking: Repeating;
  /** What each store was told of an account: it is told again when it, or the store's process, is another. */
  readonly #told = new Map<string, string>();
  declared: readonly Declared[] = [];
  undeclared: readonly Undeclared[] = [];
  clusters: readonly KnownCluster[] = [];

  constructor({ objects, stores, log, onLook, everyMs }: RegistryOptions) {
    this.#objects = objects;
    this.#stores = stores;
    this.#log = log;
    this.#onLook = onLook;
    this.#looking = new Repeating(
      (signal) => this.#look(signal),
      () => everyMs,
      (error) => log.warn({ why: (error as Error).message }, "what keeps sessions could not be looked at"),
    );
  }

  start(): void {
    this.#looking.start();
  }

  stop(): Promise<void> {
    return this.#looking.stop();
  }

  storeOf({ store }: Declared): SessionStore | undefined {
    return store === "" ? this.#stores[0] : this.#stores.find(({ name }) => name === store);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const answers = await Promise.all(this.#objects.clusters().map((cluster) => this.#read(cluster, signal)));
    const found = answers.flatMap(({ found }) => found);
    const unfit = found.filter(isUndeclared);
    const declared = found.filter(isDeclared);
    for (const each of declared) {
      if (signal.aborted) return;
      const problem = await this.#complete(each, signal).catch((error: unknown) => problemOf(each, error));
      if (problem) unfit.push(problem);
    }
    this.declared = declared.filter((each) => this.storeOf(each) !== undefined);
    this.undeclared = unfit;
    this.clusters = answers.map(({ cluster, error }) => ({ cluster, error }));
    this.#onLook();
    await this.#forget(
      declared,
      answers.filter(({ error }) => error === null).map(({ cluster }) => cluster),
    );
  }

  async #read(cluster: string, signal: AbortSignal) {
    try {
      const found: (Declared | Undeclared)[] = [];
      let continueFrom: string | undefined;
      do {
        const page = await this.#objects.list<Secret>(
          cluster,
          secrets,
          { labelSelector: sessionsLabel, limit: pageSize, continueFrom },
          signal,
        );
        found.push(...page.items.map((item) => declaredOf(cluster, item)));
        continueFrom = page.metadata.continue || undefined;
      } while (continueFrom !== undefined);
      return { cluster, error: null, found };
    } catch (error) {
      const message = error instanceof NaruError ? error.message : String(error);
      // What was known goes on: a cluster that is away has not taken anything back.
      const found = [...this.declared, ...this.undeclared].filter((each) => each.cluster === cluster);
      return { cluster, error: message, found };
    }
  }

  /** @returns what keeps it from being of use */
  async #complete(declared: Declared, signal: AbortSignal): Promise<Undeclared | undefined> {
    const store = this.storeOf(declared);
    if (!store) {
      const known = this.#stores.map(({ name }) => name).join(", ");
      const help =
        known === "" ? "Start the embedded one, or name one in NARU_SESSION_STORES." : `There are: ${known}.`;
      const message = `There is no session store ${declared.store || "yet"}.`;
      return { ...placeIn(declared), reason: "store", value: declared.store, message, help };
    }
    if (declared.isGiven || !store.isUp) return undefined;
    const username = accountOf(declared);
    const password = declared.entries["password"] || randomBytes(passwordBytes).toString("base64url");
    const rules = rulesOf(declared, password, store.source);
    await this.#tell(store, username, rules);
    const entries = entriesOf(store.source, {
      username,
      password,
      prefix: declared.prefix,
      replicas: declared.replicas,
    });
    if (Object.entries(entries).every(([name, value]) => declared.entries[name] === value)) return undefined;
    const { cluster, namespace, name } = declared;
    const data = Object.fromEntries(
      Object.entries(entries).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
    );
    const summary = `says how to reach the session store ${store.name}`;
    await this.#objects.apply(
      cluster,
      { ...secrets, namespace, name },
      { ...secrets, metadata: { name, namespace }, data },
      { signal, user: "naru", summary },
    );
    this.#log.debug(
      { application: placeText(declared), store: store.name },
      "an application was given its session store",
    );
    return undefined;
  }

  /** Replicas are told as well: accounts are not replicated, and whoever takes over has to know them. One that was started again
   *  without anybody noticing hears of them within a minute. */
  async #tell(store: SessionStore, username: string, rules: readonly string[]): Promise<void> {
    const minute = Math.floor(performance.now() / tellAgainMs);
    const told = [minute, store.facts?.runId, store.facts?.replicas, ...rules].join("\n");
    if (this.#told.get(username) === told) return;
    await store.everywhere(async (server) => {
      await server.call("ACL", "SETUSER", username, ...rules);
      await keepAccounts(server);
    });
    this.#told.set(username, told);
  }

  /** Accounts of applications that are not declared any more.
   *  @param clusters  those that have just said what is */
  async #forget(declared: readonly Declared[], clusters: readonly string[]): Promise<void> {
    const wanted = new Set(declared.map(accountOf));
    const isGone = (user: string) =>
      clusters.some((cluster) => user.startsWith(`${accountsPrefix}${cluster}/`)) && !wanted.has(user);
    for (const store of this.#stores) {
      if (!store.isUp) continue;
      const users = await store
        .masters()[0]
        ?.call("ACL", "USERS")
        .catch(() => []);
      const gone = (users as string[]).filter(isGone);
      if (gone.length === 0) continue;
      await store.everywhere(async (server) => {
        await server.call("ACL", "DELUSER", ...gone);
        await keepAccounts(server);
      });
      for (const user of gone) this.#told.delete(user);
    }
  }
}

/** So that they are there as soon as the server is, after it was started again; one that keeps no file is told them anew. */
const keepAccounts = (server: Redis) => server.call("ACL", "SAVE").catch(() => undefined);

function problemOf(declared: Declared, error: unknown): Undeclared {
  const { message, help } =
    error instanceof NaruError
      ? error
      : new NaruError("INTERNAL", (error as Error).message, { cause: error });
  return { ...placeIn(declared), reason: "failed", value: "", message, help };
}
