/** The name of a metric is a label of its series. */
export const metricName = "__name__";
/** Upper bound of a classic histogram's bucket. */
export const bucketLabel = "le";

/** Labels that say what a value is, so that they no longer hold once it was computed with. */
const descriptive: ReadonlySet<string> = new Set([metricName, "__type__", "__unit__"]);

/** The labels of one series, by name; never changed. An empty value is no label. */
export class Labels implements Iterable<readonly [name: string, value: string]> {
  static readonly empty = new Labels([]);
  /** Names and values in turn, ordered by name. */
  readonly #flat: readonly string[];
  #key: string | undefined;

  private constructor(flat: readonly string[]) {
    this.#flat = flat;
  }

  static from(pairs: Iterable<readonly [name: string, value: string]>): Labels {
    const byName = new Map<string, string>();
    for (const [name, value] of pairs) {
      if (value === "") byName.delete(name);
      else byName.set(name, value);
    }
    const names = [...byName.keys()].toSorted(compareText);
    return new Labels(names.flatMap((name) => [name, byName.get(name) as string]));
  }

  static of(record: Readonly<Record<string, string>>): Labels {
    return Labels.from(Object.entries(record));
  }

  get size(): number {
    return this.#flat.length / 2;
  }

  /** The same for equal labels, and only for them. */
  get key(): string {
    this.#key ??= this.#flat.join("\u0000");
    return this.#key;
  }

  /** The name of the metric; empty when there is none. */
  get metric(): string {
    return this.get(metricName);
  }

  get(name: string): string {
    const flat = this.#flat;
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === name) return flat[i + 1] as string;
    return "";
  }

  *[Symbol.iterator](): Iterator<readonly [name: string, value: string]> {
    for (let i = 0; i < this.#flat.length; i += 2) {
      yield [this.#flat[i] as string, this.#flat[i + 1] as string];
    }
  }

  /** @param value empty takes the label away */
  with(name: string, value: string): Labels {
    return this.get(name) === value ? this : Labels.from([...this, [name, value]]);
  }

  keep(names: ReadonlySet<string>): Labels {
    return this.#filter((name) => names.has(name));
  }

  drop(names: ReadonlySet<string>): Labels {
    return this.#filter((name) => !names.has(name));
  }

  /** Without the metric's name, type and unit. */
  withoutDescription(): Labels {
    return this.drop(descriptive);
  }

  compareTo(other: Labels): number {
    const [left, right] = [this.#flat, other.#flat];
    for (let i = 0; i < left.length && i < right.length; i++) {
      const order = compareText(left[i] as string, right[i] as string);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }

  /** As it is written in a selector: `{job="api"}`, the metric's name included. */
  toString(): string {
    return `{${[...this].map(([name, value]) => `${labelText(name)}=${JSON.stringify(value)}`).join(", ")}}`;
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this);
  }

  #filter(kept: (name: string) => boolean): Labels {
    const flat: string[] = [];
    for (let i = 0; i < this.#flat.length; i += 2) {
      if (kept(this.#flat[i] as string)) flat.push(this.#flat[i] as string, this.#flat[i + 1] as string);
    }
    return flat.length === this.#flat.length ? this : new Labels(flat);
  }
}

/** Order of series in an answer: by their labels, name before value, fewer before more. */
export const compareLabels = (a: Labels, b: Labels): number => a.compareTo(b);

/** By code points, as bytes of UTF-8 are ordered. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others of one unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit);

const legacyName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a label's name may be written without quotes. */
export const isLegacyLabelName = (name: string): boolean => legacyName.test(name);
const labelText = (name: string): string => (isLegacyLabelName(name) ? name : JSON.stringify(name));

/** Any text that is valid in UTF-8 and not empty may be a label's name. */
export const isLabelName = (name: string): boolean =>
  name !== "" && name.isWellFormed() && !name.includes("\uFFFD");
