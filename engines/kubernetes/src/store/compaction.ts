import type { Commits, Job } from "./commits.ts";
import { changeAt, compactedIn, type Tables } from "./tables.ts";

/** How much of the past stays readable. */
export interface Retention {
  readonly ageMs: number;
  readonly changes: number;
}

/** Updates get in between two slices. */
const slice = 250;

export class Compaction {
  readonly #tables: Tables;
  readonly #commits: Commits;
  readonly #newest: () => number;

  /** @param newest  the revision that readers are shown: what leads to it must stay */
  constructor(tables: Tables, commits: Commits, newest: () => number) {
    this.#tables = tables;
    this.#commits = commits;
    this.#newest = newest;
  }

  /** Drops what led to the state at `before`; that state itself stays readable. */
  async compact(before: number): Promise<void> {
    const end = Math.min(before, this.#newest());
    while (compactedIn(this.#tables) < end) await this.#commits.submit(this.#dropSlice(end));
  }

  /** Applies the policy as of `now` (milliseconds since 1970). */
  async tidy({ ageMs, changes }: Retention, now: number): Promise<void> {
    await this.compact(Math.max(this.#newest() - changes, this.#newestOlderThan(now - ageMs)));
  }

  #dropSlice(end: number): Job<void> {
    return (revision) => {
      const from = compactedIn(this.#tables);
      return {
        result: undefined,
        revision,
        write: () => this.#drop(from, Math.min(from + slice, end)),
      };
    };
  }

  /** A change that is forgotten takes with it the version that it replaced; a deletion leaves nothing at all. */
  #drop(from: number, to: number): void {
    const { changes, heads, marks, versions } = this.#tables;
    for (let revision = from + 1; revision <= to; revision++) {
      const { type, path, previous } = changeAt(this.#tables, revision);
      versions.removeSync(previous);
      changes.removeSync(revision);
      if (type === "DELETED" && heads.get(path)?.[0] === revision) heads.removeSync(path);
    }
    if (to > from) marks.putSync("compacted", to);
  }

  /** A binary search: the log is in the order of time, but for steps of the clock, which do no harm here. */
  #newestOlderThan(time: number): number {
    let [low, high] = [compactedIn(this.#tables), this.#newest()];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (changeAt(this.#tables, middle).time < time) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
