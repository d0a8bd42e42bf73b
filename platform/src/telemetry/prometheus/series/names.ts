import { families, type Reader, scopes, type Window } from "../store.ts";
import type { Scope } from "../translate/labels.ts";
import { type Family, familyOf } from "./presentation.ts";

/** Which metrics there are, and in which scopes they came. */
export interface Names {
  readonly families: readonly Family[];
  /** By scope id. */
  readonly scopes: ReadonlyMap<string, Scope>;
}

export async function scopesIn(reader: Reader, window: Window): Promise<Names["scopes"]> {
  const rows = await scopes(reader, window);
  return new Map(
    rows.map(({ scope_id, schema_url, ...rest }) => [scope_id, { ...rest, schemaUrl: schema_url }]),
  );
}

export async function familiesIn(
  reader: Reader,
  window: Window,
  known: Promise<Names["scopes"]>,
): Promise<readonly Family[]> {
  const [rows, all] = await Promise.all([families(reader, window), known]);
  const names = new Map([...all].map(([id, scope]) => [id, scope.name]));
  return rows.map((row) => familyOf(row, names));
}

const dayMs = 86_400_000;
/** Windows begin on as many different days. */
const mostKept = 8;

/** Names as they were a moment ago, for who asks again and again: most of what rules ask for is not there, and then nothing
 *  else has to be read. They are noted by the day, so that windows of one day have the same. */
export class KeptNames {
  readonly #reader: Omit<Reader, "signal">;
  readonly #keptMs: number;
  readonly #kept = new Map<number, { readonly until: number; readonly names: Promise<Names> }>();

  /** @param keptMs  a metric that is new is found this much later at most */
  constructor(reader: Omit<Reader, "signal">, keptMs: number) {
    this.#reader = reader;
    this.#keptMs = keptMs;
  }

  of(window: Window): Promise<Names> {
    const day = Math.floor(window.from / dayMs);
    const known = this.#kept.get(day);
    if (known && known.until > performance.now()) return known.names;
    const names = this.#load(window);
    this.#kept.delete(day);
    this.#kept.set(day, { until: performance.now() + this.#keptMs, names });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    names.catch(() => this.#kept.delete(day));
    return names;
  }

  /** Nobody who leaves takes them from the others. */
  async #load(window: Window): Promise<Names> {
    const { timeoutSeconds } = this.#reader;
    const reader = { ...this.#reader, signal: AbortSignal.timeout(timeoutSeconds * 1000) };
    const known = scopesIn(reader, window);
    return { families: await familiesIn(reader, window, known), scopes: await known };
  }
}
