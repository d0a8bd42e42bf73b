import { ApiError } from "../status.ts";
import { type Entry, Stored } from "./entry.ts";
import { type Key, keyOf, pathOf, rangeOf } from "./key.ts";
import { changeAt, compactedIn, type Head, type Tables } from "./tables.ts";

/** In place of a revision: whichever is the newest. */
export const newestRevision = -1;

/** Where a list stopped, and the revision that it shows. Plain data, for a client to bring back. */
export interface Continue {
  /** `newestRevision` goes on with what is there now, however long ago the first page was. */
  readonly revision: number;
  readonly namespace: string;
  readonly name: string;
}

export interface ListOptions {
  readonly namespace?: string | undefined;
  /** As many at most; 0 is no limit. */
  readonly limit?: number | undefined;
  readonly after?: Continue | undefined;
  /** Show the state of this revision rather than the newest (`resourceVersionMatch=Exact`). */
  readonly at?: number | undefined;
}

export interface List {
  readonly entries: Entry[];
  readonly revision: number;
  readonly next: Continue | undefined;
  /** How many come after this page. */
  readonly remaining: number;
}

/** Reads the objects as they were at any revision that has not been compacted. */
export class History {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  get(key: Key, revision: number): Entry | undefined {
    const path = pathOf(key);
    const head = this.#tables.heads.get(path);
    const version = head && this.#versionAt(head, revision);
    return version ? this.#entry(path, version) : undefined;
  }

  /** @param newest  the revision shown when none is asked for */
  list(resource: string, options: ListOptions, newest: number): List {
    const { after } = options;
    const limit = options.limit || Infinity;
    const asked = after?.revision ?? options.at;
    const revision = asked === undefined || asked === newestRevision ? newest : asked;
    this.#refuseLost(revision, newest, after !== undefined);
    const entries: Entry[] = [];
    let remaining = 0;
    for (const { path, version } of this.#versions(resource, options, revision))
      if (entries.length < limit) entries.push(this.#entry(path, version));
      else remaining++;
    return { entries, revision, remaining, next: remaining ? following(entries, revision) : undefined };
  }

  *#versions(resource: string, { namespace, after }: ListOptions, revision: number) {
    const { start, end } = rangeOf(resource, namespace);
    const from = after && pathOf({ resource, namespace: after.namespace, name: after.name });
    const resumed = from !== undefined && from > start;
    for (const { key: path, value: head } of this.#tables.heads.getRange({
      start: resumed ? from : start,
      exclusiveStart: resumed,
      end,
    })) {
      const version = this.#versionAt(head, revision);
      if (version) yield { path, version };
    }
  }

  /** Follows the chain of a path back to what was there at `revision`.
   *  @returns 0 when nothing was */
  #versionAt([newest, live]: Head, revision: number): number {
    if (newest <= revision) return live ? newest : 0;
    let version = newest;
    while (version > revision) version = changeAt(this.#tables, version).previous;
    return this.#tables.versions.doesExist(version) ? version : 0;
  }

  #entry(path: string, revision: number): Entry {
    return new Stored(keyOf(path), revision, textAt(this.#tables, revision));
  }

  #refuseLost(revision: number, newest: number, continued: boolean): void {
    if (revision > newest) throw tooLarge(revision, newest);
    if (revision < compactedIn(this.#tables)) throw new ApiError("Expired", continued ? lostPage : lostList);
  }
}

/** @throws Error when an object that must be there is not: the files were damaged */
export function textAt(tables: Tables, revision: number): string {
  const text = tables.versions.get(revision);
  if (text === undefined)
    throw new Error(`Revision ${revision} is missing; the files of the store are damaged`);
  return text;
}

function following(entries: readonly Entry[], revision: number): Continue | undefined {
  const last = entries.at(-1)?.key;
  return last && { revision, namespace: last.namespace, name: last.name };
}

const lostPage =
  "The provided continue parameter is too old to display a consistent list result. " +
  "You can start a new list without the continue parameter, or use the continue token in this response " +
  "to retrieve the remainder of the results: it shows what is there now.";
const lostList = "The resourceVersion for the provided list is too old.";

const tooLarge = (asked: number, newest: number) =>
  new ApiError("Timeout", `Too large resource version: ${asked}, current: ${newest}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
