import { ApiError } from "../status.ts";
import { Happened, Stored, textOf, type WatchEvent } from "./entry.ts";
import { textAt } from "./history.ts";
import { keyOf, type PathRange } from "./key.ts";
import { type Change, changeAt, compactedIn, type Tables } from "./tables.ts";

interface Recent {
  readonly change: Change;
  event: Happened | undefined;
}

/** What a watcher takes in one turn of the event loop. */
const largestBatch = 100;
const largestScan = 1000;
const largestBatchText = 2 ** 20;

/** What all watchers together keep. */
const recentChanges = 1024;
const recentText = 4 * 2 ** 20;

/** The change log as events. Watchers who are at the same place share them, so that a change is read and parsed once
 *  and not once for each watcher; a revision never changes, so what is kept can never be stale. */
export class Feed {
  readonly #tables: Tables;
  readonly #recent = new Map<number, Recent>();
  #text = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** The next events in `range` after `from`, not many at once.
   *  @returns `reached`: everything up to this revision has been seen; `to` when there is no more
   *  @throws ApiError Expired when some that come after `from` are gone */
  read(from: number, to: number, range: PathRange): { events: WatchEvent[]; reached: number } {
    refuseCompacted(this.#tables, from);
    const events: Happened[] = [];
    const last = Math.min(to, from + largestScan);
    let [reached, text] = [from, 0];
    while (reached < last && events.length < largestBatch && text < largestBatchText) {
      const recent = this.#at(++reached);
      if (!isIn(range, recent.change.path)) continue;
      const event = this.#event(recent, reached);
      events.push(event);
      text += event.size;
    }
    return { events, reached: Math.max(reached, from) };
  }

  #at(revision: number): Recent {
    const known = this.#recent.get(revision);
    if (known) return known;
    const recent = { change: changeAt(this.#tables, revision), event: undefined };
    this.#recent.set(revision, recent);
    this.#forget();
    return recent;
  }

  #event(recent: Recent, revision: number): Happened {
    if (recent.event) return recent.event;
    recent.event = eventOf(this.#tables, revision, recent.change);
    if (this.#recent.has(revision)) this.#text += recent.event.size;
    this.#forget();
    return recent.event;
  }

  #forget(): void {
    for (const [revision, { event }] of this.#recent) {
      if (this.#recent.size <= recentChanges && this.#text <= recentText) return;
      this.#recent.delete(revision);
      this.#text -= event?.size ?? 0;
    }
  }
}

/** @throws ApiError Expired */
export function refuseCompacted(tables: Tables, from: number): void {
  const compacted = compactedIn(tables);
  if (from < compacted) throw new ApiError("Expired", `too old resource version: ${from} (${compacted})`);
}

function eventOf(tables: Tables, revision: number, { type, path, previous }: Change): Happened {
  const key = keyOf(path);
  const before = type === "ADDED" ? undefined : new Stored(key, previous, textAt(tables, previous));
  const json = type === "DELETED" && before ? textOf(before.object, revision) : textAt(tables, revision);
  return new Happened(type, key, revision, json, before);
}

const isIn = ({ start, end }: PathRange, path: string) => path.startsWith(start) && path < end;
