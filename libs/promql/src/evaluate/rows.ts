import { EvaluationError } from "../errors.ts";
import type { Histogram } from "../histogram/histogram.ts";
import type { Labels } from "../labels.ts";

/** What a row has at a step. */
export const absent = 0;
export const float = 1;
export const histogram = 2;

/** One series of a result: a value, a histogram or nothing at each step of the grid. */
export interface Row {
  readonly labels: Labels;
  /** The name no longer holds and goes at the end of the query. */
  readonly dropName: boolean;
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
  readonly histograms: readonly (Histogram | undefined)[] | undefined;
}

/** A row that is being filled. */
export class RowBuilder implements Row {
  readonly labels: Labels;
  readonly dropName: boolean;
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
  histograms: (Histogram | undefined)[] | undefined;
  isEmpty = true;

  constructor(labels: Labels, steps: number, dropName: boolean) {
    this.labels = labels;
    this.dropName = dropName;
    this.kinds = new Uint8Array(steps);
    this.values = new Float64Array(steps);
  }

  setFloat(step: number, value: number): void {
    this.kinds[step] = float;
    this.values[step] = value;
    this.isEmpty = false;
  }

  setHistogram(step: number, value: Histogram): void {
    this.histograms ??= Array.from<Histogram | undefined>({ length: this.kinds.length });
    this.kinds[step] = histogram;
    this.histograms[step] = value;
    this.isEmpty = false;
  }

  set(step: number, value: number | Histogram): void {
    if (typeof value === "number") this.setFloat(step, value);
    else this.setHistogram(step, value);
  }

  copy(step: number, from: Row): void {
    if (from.kinds[step] === float) this.setFloat(step, from.values[step] as number);
    else if (from.kinds[step] === histogram) this.setHistogram(step, from.histograms?.[step] as Histogram);
  }
}

export const sameLabels = "vector cannot contain metrics with the same labelset";

/** Rows by their labels, for operations whose result may meet in one row at different steps. */
export class RowSet {
  readonly #rows = new Map<string, RowBuilder>();
  readonly #steps: number;

  constructor(steps: number) {
    this.#steps = steps;
  }

  at(labels: Labels, dropName: boolean): RowBuilder {
    const known = this.#rows.get(labels.key);
    if (known) return known;
    const row = new RowBuilder(labels, this.#steps, dropName);
    this.#rows.set(labels.key, row);
    return row;
  }

  get rows(): Row[] {
    return [...this.#rows.values()].filter((row) => !row.isEmpty);
  }
}

/** Puts rows with the same labels together.
 *  @throws EvaluationError when two have a value at the same step */
export function mergeRows(rows: readonly Row[]): readonly Row[] {
  const groups = Map.groupBy(rows, (row) => row.labels.key);
  if (groups.size === rows.length) return rows;
  return [...groups.values()].map((group) => (group.length === 1 ? (group[0] as Row) : united(group)));
}

function united(rows: readonly Row[]): Row {
  const [first] = rows as [Row, ...Row[]];
  const steps = first.kinds.length;
  const into = new RowBuilder(first.labels, steps, first.dropName);
  for (const row of rows) {
    for (let step = 0; step < steps; step++) {
      if (row.kinds[step] === absent) continue;
      if (into.kinds[step] !== absent) throw new EvaluationError(sameLabels);
      into.copy(step, row);
    }
  }
  return into;
}

export const isEmptyRow = (row: Row): boolean => row.kinds.every((kind) => kind === absent);
