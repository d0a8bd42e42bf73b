/** A stretch of time in which a store took no writes. */
export interface Outage {
  /** Of the last write that was answered before, and of the first one after, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Which server answered before and after; they differ when another one took over. Empty: not known. */
  readonly before: string;
  readonly after: string;
  /** How much of what was acknowledged before is not there any more: the time of writes, in milliseconds. */
  readonly lostMs: number;
  readonly why: string;
}

/** A write that was answered. */
export interface Beat {
  readonly at: number;
  /** Counts up. */
  readonly number: number;
  /** What the server had as the number before it; null: nothing. */
  readonly found: number | null;
  readonly server: string;
}

/** Two failures in a row, or a beat that is so late, are an outage. */
const lateAfter = 2;

/** Tells from regular writes when a store was away, for how long, and what it forgot. */
export class Watch {
  readonly #everyMs: number;
  #last: Beat | undefined;
  #failures = 0;
  #why = "";

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Since when it takes no writes; undefined while it does, or has never done. */
  get awaySince(): number | undefined {
    return this.#failures >= lateAfter ? this.#last?.at : undefined;
  }

  get why(): string {
    return this.#why;
  }

  failed(why: string): void {
    this.#failures++;
    this.#why ||= why;
  }

  /** @returns the outage that this write ends */
  answered(beat: Beat): Outage | undefined {
    const last = this.#last;
    const failures = this.#failures;
    const why = this.#why;
    this.#last = beat;
    this.#failures = 0;
    this.#why = "";
    if (last === undefined) return undefined;
    const hasMoved = last.server !== "" && beat.server !== "" && last.server !== beat.server;
    const missing = Math.max(0, last.number - (beat.found ?? 0));
    if (failures < lateAfter && !hasMoved && missing === 0) return undefined;
    return {
      from: last.at,
      to: beat.at,
      before: last.server,
      after: beat.server,
      lostMs: missing * this.#everyMs,
      why,
    };
  }
}
