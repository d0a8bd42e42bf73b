import type { ClickHouse } from "@naru/clickhouse";
import type { Matcher } from "@naru/promql";
import type { Clock } from "#kernel/clock.ts";
import { NaruError } from "#kernel/errors.ts";
import { insertSilence, lastSilences } from "../history/store.ts";
import type { LabelSet } from "../rules/rule.ts";
import { compiled, covers, isNarrowing, type Silence, stateOf, type StoredMatcher } from "./silence.ts";

export interface SilenceDraft {
  readonly id: string | undefined;
  readonly matchers: readonly StoredMatcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
}

const mostActive = 10_000;
/** How long one that is over is still listed. */
const keptMs = 5 * 86_400_000;

/** Every silence, in memory as it is in the store: it is stored before it counts. */
export class Silences {
  readonly #clickhouse: ClickHouse;
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly silence: Silence; readonly matchers: readonly Matcher[] }>();

  constructor(clickhouse: ClickHouse, clock: Clock) {
    this.#clickhouse = clickhouse;
    this.#clock = clock;
  }

  async restore(): Promise<void> {
    for (const silence of await lastSilences(this.#clickhouse, this.#clock.now() - keptMs))
      this.#keep(silence);
  }

  list(): Silence[] {
    const oldest = this.#clock.now() - keptMs;
    for (const [id, { silence }] of this.#known) if (silence.endsAt < oldest) this.#known.delete(id);
    return [...this.#known.values()].map(({ silence }) => silence);
  }

  get(id: string): Silence | undefined {
    return this.#known.get(id)?.silence;
  }

  /** The silences that keep an alert quiet now. */
  of(labels: LabelSet): string[] {
    const now = this.#clock.now();
    return [...this.#known.values()]
      .filter(({ silence, matchers }) => stateOf(silence, now) === "active" && covers(matchers, labels))
      .map(({ silence }) => silence.id);
  }

  /** Makes one, or changes one that is not over.
   *  @throws NaruError INVALID_INPUT, NOT_FOUND */
  async put({ id, ...draft }: SilenceDraft): Promise<Silence> {
    const now = this.#clock.now();
    this.#check(draft, now);
    const known = id === undefined ? undefined : this.get(id);
    if (id !== undefined && !known) throw new NaruError("NOT_FOUND", `There is no silence ${id}.`);
    if (this.#known.size >= mostActive && !known)
      throw new NaruError("INVALID_INPUT", `There are ${mostActive} silences already.`);
    const isSame = known && stateOf(known, now) !== "expired" && sameMatchers(known.matchers, draft.matchers);
    if (known && !isSame && stateOf(known, now) !== "expired") await this.expire(known.id);
    const startsAt =
      isSame && stateOf(known, now) === "active" ? known.startsAt : Math.max(draft.startsAt, now);
    return this.#store({ ...draft, id: isSame ? known.id : crypto.randomUUID(), startsAt, updatedAt: now });
  }

  /** Ends one now. One that is over stays as it is.
   *  @throws NaruError NOT_FOUND */
  async expire(id: string): Promise<Silence> {
    const known = this.get(id);
    if (!known) throw new NaruError("NOT_FOUND", `There is no silence ${id}.`);
    const now = this.#clock.now();
    if (stateOf(known, now) === "expired") return known;
    return this.#store({ ...known, startsAt: Math.min(known.startsAt, now), endsAt: now, updatedAt: now });
  }

  async #store(silence: Silence): Promise<Silence> {
    await insertSilence(this.#clickhouse, silence);
    this.#keep(silence);
    return silence;
  }

  #keep(silence: Silence): void {
    this.#known.set(silence.id, { silence, matchers: compiled(silence.matchers) });
  }

  #check({ matchers, startsAt, endsAt }: Omit<SilenceDraft, "id">, now: number): void {
    let read: Matcher[];
    try {
      read = compiled(matchers);
    } catch (cause) {
      throw new NaruError(
        "INVALID_INPUT",
        `matchers: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
    if (!isNarrowing(read))
      throw new NaruError("INVALID_INPUT", "matchers: one must need a value, else all alerts are silenced");
    if (endsAt <= Math.max(startsAt, now))
      throw new NaruError("INVALID_INPUT", "endsAt: must be after startsAt and now");
  }
}

const sameMatchers = (a: readonly StoredMatcher[], b: readonly StoredMatcher[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
