import { mkdir } from "node:fs/promises";
import { lock } from "@naru/lock";
import type { KubeObject } from "../object.ts";
import { Commits, type Job } from "./commits.ts";
import { Compaction, type Retention } from "./compaction.ts";
import { type Entry, Stored, textOf } from "./entry.ts";
import { Feed, refuseCompacted } from "./feed.ts";
import { History, type List, type ListOptions } from "./history.ts";
import { type Key, pathOf, rangeOf } from "./key.ts";
import { Present } from "./present.ts";
import { type ChangeType, compactedIn, openTables, revisionIn, type Tables } from "./tables.ts";
import { type OnEnd, type OnEvents, type Watch, Watchers, type WatchOptions } from "./watch.ts";

export type { Entry, WatchEvent } from "./entry.ts";
export { type Continue, type List, type ListOptions, newestRevision } from "./history.ts";
export type { Key } from "./key.ts";
export type { OnEnd, OnEvents, Watch, WatchOptions } from "./watch.ts";

export interface StoreOptions {
  /** Made when it is not there. One store, in one process, holds it. */
  readonly folder: string;
  /** What stays of the past; 5 minutes, but no more than 100,000 changes. */
  readonly retention?: Retention;
  /** How often the past is tidied, in milliseconds. */
  readonly tidyEveryMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Sees the object as it is; returns what it shall be, or `undefined` when it shall not be. Returning `current.object`
 *  itself changes nothing, throwing refuses. It runs in the transaction, which everybody waits for. */
export type Change = (current: Entry | undefined) => KubeObject | undefined;

/** Opens the objects in a folder.
 *  @throws Error when another process holds the folder */
export async function openStore(options: StoreOptions): Promise<Store> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const release = lock(options.folder);
  try {
    return new Store(openTables(options.folder), release, options);
  } catch (error) {
    release();
    throw error;
  }
}

const usualRetention: Retention = { ageMs: 5 * 60_000, changes: 100_000 };

/** Every object of the cluster, with one sequence of revisions over all of them: what etcd is to other clusters.
 *  Source: https://etcd.io/docs/v3.6/learning/data_model/ */
export class Store {
  readonly #tables: Tables;
  readonly #release: () => void;
  readonly #clock: () => number;
  readonly #commits: Commits;
  readonly #history: History;
  readonly #watchers: Watchers;
  readonly #present: Present;
  readonly #compaction: Compaction;
  readonly #tidying: NodeJS.Timeout;
  #revision: number;
  #closing: Promise<void> | undefined;

  constructor(tables: Tables, release: () => void, options: StoreOptions) {
    const { retention = usualRetention, tidyEveryMs = 10_000, clock = Date.now } = options;
    this.#tables = tables;
    this.#release = release;
    this.#clock = clock;
    this.#revision = revisionIn(tables);
    this.#commits = new Commits(tables, (revision) => this.#publish(revision));
    this.#history = new History(tables);
    const feed = new Feed(tables);
    this.#watchers = new Watchers(feed, () => this.#revision);
    this.#present = new Present({
      list: (resource) => this.#history.list(resource, {}, this.#revision),
      follow: (resource, from) => feed.read(from, this.#revision, rangeOf(resource, undefined)),
    });
    this.#compaction = new Compaction(tables, this.#commits, () => this.#revision);
    this.#tidying = setInterval(() => void this.#tidy(retention), tidyEveryMs).unref();
  }

  /** The last one that is safe on disk. Everything that is read shows it, or an older one, never a later one. */
  get revision(): number {
    return this.#revision;
  }

  /** The oldest state that can still be read; watches and lists from before it get 410 Expired. */
  get compacted(): number {
    return compactedIn(this.#live());
  }

  get(key: Key): Entry | undefined {
    this.#live();
    return this.#history.get(key, this.#revision);
  }

  /** In the order of namespace and name, as Kubernetes lists are. A page that continues another shows the revision of
   *  the first one.
   *  @throws ApiError Expired when that revision has been compacted; Timeout when it is yet to come */
  list(resource: string, options: ListOptions = {}): List {
    this.#live();
    return this.#history.list(resource, options, this.#revision);
  }

  /** Every object of a resource as it is now, kept in memory from the first call on: for those who look at all of them
   *  again and again. In the order of namespaces and names. Shared: never change them. */
  present(resource: string, namespace?: string): KubeObject[] {
    this.#live();
    return this.#present.list(resource, this.#revision, namespace);
  }

  /** One object as it is now, from memory where its resource is kept there. Shared: never change it. */
  presentOne({ resource, namespace, name }: Key): KubeObject | undefined {
    this.#live();
    if (this.#present.keeps(resource)) return this.#present.get(resource, this.#revision, namespace, name);
    return this.#history.get({ resource, namespace, name }, this.#revision)?.object;
  }

  /** As `list` does, with what is being written together with the change that asks: for a `Change` alone. */
  latest(resource: string, options: Pick<ListOptions, "namespace"> = {}): Entry[] {
    this.#live();
    return this.#history.list(resource, options, Infinity).entries;
  }

  /** Creates, replaces or deletes one object.
   *  @returns the entry as it is now, when that is safe on disk; `undefined` when there is none
   *  @throws what `change` threw; the system's error when the disk refused, and then nothing was written */
  async update(key: Key, change: Change): Promise<Entry | undefined> {
    this.#live();
    return this.#commits.submit(this.#updating(key, pathOf(key), change));
  }

  /** Follows the changes of a resource, from the past into the future, none missing and none twice.
   *  @throws ApiError Expired when the changes after `from` are no longer all there */
  watch(options: WatchOptions, onEvents: OnEvents, onEnd: OnEnd): Watch {
    refuseCompacted(this.#live(), options.from);
    return this.#watchers.open(rangeOf(options.resource, options.namespace), options.from, onEvents, onEnd);
  }

  /** Drops the history before a revision; the objects as they are stay. */
  async compact(before: number): Promise<void> {
    this.#live();
    await this.#compaction.compact(before);
  }

  /** Ends the watches, finishes the updates that were asked for, and lets go of the folder. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    clearInterval(this.#tidying);
    this.#watchers.close();
    await this.#commits.close();
    await this.#tables.root.close();
    this.#release();
  }

  #updating(key: Key, path: string, change: Change): Job<Entry | undefined> {
    return (last) => {
      const current = this.#history.get(key, Infinity);
      const object = change(current);
      if (object === current?.object) return { result: current, revision: last };
      const revision = last + 1;
      const entry = object && new Stored(key, revision, textOf(object, revision));
      const type = typeOf(current, entry);
      return { result: entry, revision, write: () => this.#write(path, revision, type, entry) };
    };
  }

  #write(path: string, revision: number, type: ChangeType, entry: Entry | undefined): void {
    const { changes, heads, versions } = this.#tables;
    const previous = heads.get(path)?.[0] ?? 0;
    changes.putSync(revision, { type, path, previous, time: this.#clock() });
    heads.putSync(path, [revision, entry !== undefined]);
    if (entry) versions.putSync(revision, entry.json);
  }

  #publish(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#watchers.wake();
  }

  async #tidy(retention: Retention): Promise<void> {
    try {
      await this.#compaction.tidy(retention, this.#clock());
    } catch {
      // A disk that refuses is told to whoever writes; tidying has a next time.
    }
  }

  /** LMDB must not be touched any more once it is closed. */
  #live(): Tables {
    if (this.#closing) throw new Error("The store is closed");
    return this.#tables;
  }
}

function typeOf(current: Entry | undefined, entry: Entry | undefined): ChangeType {
  if (!entry) return "DELETED";
  return current ? "MODIFIED" : "ADDED";
}
