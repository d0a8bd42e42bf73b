import { revisionIn, type Tables } from "./tables.ts";

/** What a job wants: the answer, the last revision after it, and what it writes. `write` only writes; whatever can be
 *  refused was refused before, for a failure in it takes the whole group back. */
interface Plan<T> {
  readonly result: T;
  readonly revision: number;
  readonly write?: () => void;
}

/** Sees everything that jobs before it wrote. Throwing refuses this job alone. */
export type Job<T> = (lastRevision: number) => Plan<T>;

interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** One writer. Jobs that arrive while a commit is being written form the next group, which becomes durable with one
 *  sync: that is how thousands of updates a second fit a disk that syncs hundreds of times. */
export class Commits {
  readonly #tables: Tables;
  readonly #onCommit: (revision: number) => void;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  /** @param onCommit  told the last revision when a group is on disk, before its jobs are */
  constructor(tables: Tables, onCommit: (revision: number) => void) {
    this.#tables = tables;
    this.#onCommit = onCommit;
  }

  /** @returns what the job returned, when it is safe on disk */
  async submit<T>(job: Job<T>): Promise<T> {
    if (this.#closed) throw new Error("The store is closed");
    const done = new Promise<T>((resolve, reject) => {
      this.#waiting.push({ job, resolve: resolve as (result: unknown) => void, reject });
    });
    this.#running ??= this.#run();
    return done;
  }

  /** Takes no more jobs, and finishes those it has. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever writes in the same turn shares the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, largestGroup));
    this.#running = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes, revision } = await this.#tables.root.childTransaction(() => this.#perform(group));
      this.#tables.root.resetReadTxn();
      this.#onCommit(revision);
      for (const [i, outcome] of outcomes.entries()) settle(group[i], outcome);
    } catch (error) {
      const reason = await reasonOf(error);
      for (const { reject } of group) reject(reason);
    }
  }

  /** The revision is read rather than remembered: after a commit that failed only the disk knows. */
  #perform(group: readonly Waiting[]): { outcomes: Outcome[]; revision: number } {
    const before = revisionIn(this.#tables);
    let revision = before;
    const outcomes = group.map(({ job }): Outcome => {
      const plan = attempt(job, revision);
      if ("error" in plan) return plan;
      plan.write?.();
      revision = plan.revision;
      return { result: plan.result };
    });
    if (revision !== before) this.#tables.marks.putSync("revision", revision);
    return { outcomes, revision };
  }
}

/** Enough to fill a sync, and some milliseconds of the event loop at most. */
const largestGroup = 256;

function attempt(job: Job<unknown>, revision: number): Plan<unknown> | { error: unknown } {
  try {
    return job(revision);
  } catch (error) {
    return { error };
  }
}

function settle(waiting: Waiting | undefined, outcome: Outcome): void {
  if ("error" in outcome) waiting?.reject(outcome.error);
  else waiting?.resolve(outcome.result);
}

/** LMDB rejects with "Commit failed" and keeps the reason in a promise beside it. */
async function reasonOf(error: unknown): Promise<unknown> {
  try {
    await (error as { commitError?: Promise<never> }).commitError;
    return error;
  } catch (reason) {
    return reason;
  }
}
