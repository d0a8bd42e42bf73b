import { EvaluationError } from "../../errors.ts";
import type { Histogram } from "../../histogram/histogram.ts";
import { compareLabels, type Labels } from "../../labels.ts";
import {
  type ArithmeticOperator,
  type Binary,
  defaultMatching,
  isComparison,
  isTrim,
  type Matching,
} from "../../syntax/expression.ts";
import type { Context } from "../context.ts";
import { absent, float, type Row, type RowBuilder, RowSet, sameLabels } from "../rows.ts";
import { resultLabels, signature } from "./matching.ts";
import { calculate, compare, operateOnHistograms } from "./operations.ts";

/** Arithmetic and comparison of two vectors: each series of the side of many with its partner on the side of one. */
export async function vectors(
  node: Binary,
  left: readonly Row[],
  right: readonly Row[],
  context: Context,
): Promise<Row[]> {
  const operation = new VectorOperation(node, left, right, context);
  await operation.run();
  return operation.rows;
}

interface Partners {
  readonly many: Row[];
  readonly one: Row[];
}

class VectorOperation {
  readonly #node: Binary;
  readonly #matching: Matching;
  readonly #context: Context;
  readonly #swapped: boolean;
  readonly #groups = new Map<string, Partners>();
  readonly #result: RowSet;
  /** Steps at which both sides have something, or may be filled. */
  readonly #active: Uint8Array;

  constructor(node: Binary, left: readonly Row[], right: readonly Row[], context: Context) {
    this.#node = node;
    this.#context = context;
    this.#matching = node.matching ?? defaultMatching;
    this.#swapped = this.#matching.cardinality === "one-to-many";
    this.#result = new RowSet(context.grid.steps);
    const [many, one] = this.#swapped ? [right, left] : [left, right];
    const key = signature(this.#matching);
    const at = (row: Row): Partners => {
      const name = key(row.labels).key;
      const known = this.#groups.get(name) ?? { many: [], one: [] };
      this.#groups.set(name, known);
      return known;
    };
    for (const row of many) at(row).many.push(row);
    for (const row of one) at(row).one.push(row);
    this.#active = this.#activeSteps(left, right);
  }

  get rows(): Row[] {
    return this.#result.rows;
  }

  async run(): Promise<void> {
    const { pace } = this.#context;
    for (const partners of this.#groups.values()) {
      const one = this.#united(partners.one);
      for (const [index, row] of partners.many.entries()) {
        this.#pair(row, one, partners.many.slice(0, index));
        if (pace.isTurnOver) await pace.rest();
      }
      if (this.#fillForMany !== undefined && one) this.#fillMissing(partners.many, one);
    }
  }

  get #fillForMany(): number | undefined {
    return this.#swapped ? this.#matching.fillRight : this.#matching.fillLeft;
  }

  get #fillForOne(): number | undefined {
    return this.#swapped ? this.#matching.fillLeft : this.#matching.fillRight;
  }

  #activeSteps(left: readonly Row[], right: readonly Row[]): Uint8Array {
    const { steps } = this.#context.grid;
    const some = (rows: readonly Row[]) => {
      const found = new Uint8Array(steps);
      for (const row of rows)
        row.kinds.forEach((kind, step) => (found[step] = (found[step] as number) | kind));
      return found;
    };
    const filled = this.#fillForMany !== undefined || this.#fillForOne !== undefined;
    const [a, b] = [some(left), some(right)];
    return a.map((kind, step) => Number(filled ? kind !== 0 || b[step] !== 0 : kind !== 0 && b[step] !== 0));
  }

  /** The rows of the side of one as one: no two may have a value at the same step. */
  #united(rows: readonly Row[]): { readonly at: (step: number) => Row | undefined } | undefined {
    if (rows.length === 0) return undefined;
    const owners = Array.from<Row | undefined>({ length: this.#context.grid.steps });
    for (const row of rows) {
      for (let step = 0; step < owners.length; step++) {
        if (row.kinds[step] === absent || this.#active[step] === 0) continue;
        const other = owners[step];
        if (other) throw this.#duplicate(row, other);
        owners[step] = row;
      }
    }
    return { at: (step) => owners[step] };
  }

  #duplicate(row: Row, other: Row): EvaluationError {
    const group = this.#matchedLabels(row.labels).toString();
    const side = this.#swapped ? "left" : "right";
    const both = [row.labels, other.labels].toSorted(compareLabels).join(", ");
    return new EvaluationError(
      `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: [${both}];many-to-many matching not allowed: matching labels must be unique on one side`,
    );
  }

  #matchedLabels(labels: Labels): Labels {
    return signature(this.#matching)(labels);
  }

  #pair(row: Row, one: { at: (step: number) => Row | undefined } | undefined, earlier: readonly Row[]): void {
    const fill = this.#fillForOne;
    if (!one && fill === undefined) return;
    let into: RowBuilder | undefined;
    let partner: Row | undefined;
    for (let step = 0; step < row.kinds.length; step++) {
      if (row.kinds[step] === absent) continue;
      const found = one?.at(step);
      if (!found && fill === undefined) continue;
      if (
        this.#matching.cardinality === "one-to-one" &&
        earlier.some((each) => each.kinds[step] !== absent)
      ) {
        throw new EvaluationError(
          "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
        );
      }
      if (!into || found !== partner) {
        const labels = found?.labels ?? this.#matchedLabels(row.labels);
        into = this.#rowFor(row.labels, labels, row.dropName);
        partner = found;
      }
      const value = found ? valueAt(found, step) : (fill as number);
      this.#operate(into, step, valueAt(row, step), value);
    }
  }

  #fillMissing(many: readonly Row[], one: { at: (step: number) => Row | undefined }): void {
    const fill = this.#fillForMany as number;
    for (let step = 0; step < this.#active.length; step++) {
      const found = one.at(step);
      if (!found || many.some((row) => row.kinds[step] !== absent)) continue;
      const into = this.#rowFor(this.#matchedLabels(found.labels), found.labels, false);
      this.#operate(into, step, fill, valueAt(found, step));
    }
  }

  #rowFor(many: Labels, one: Labels, dropName: boolean): RowBuilder {
    const labels = resultLabels(this.#node, this.#matching, many, one);
    return this.#result.at(labels, dropName || this.#node.bool);
  }

  /** @param ofMany, ofOne the values of both sides, in this order whichever stands on the left */
  #operate(into: RowBuilder, step: number, ofMany: number | Histogram, ofOne: number | Histogram): void {
    const { operator, bool, position } = this.#node;
    const [left, right] = this.#swapped ? [ofOne, ofMany] : [ofMany, ofOne];
    let value: number | Histogram;
    let holds = true;
    if (typeof left === "number" && typeof right === "number") {
      if (isTrim(operator)) {
        return this.#context.notes.incompatibleTypes("float", operator, "float", position);
      }
      if (isComparison(operator)) {
        value = left;
        holds = compare(operator, left, right);
      } else value = calculate(operator as ArithmeticOperator, left, right);
    } else {
      const outcome = operateOnHistograms(operator, left, right, this.#context.notes, position);
      if (!outcome) return;
      ({ value, holds } = outcome);
    }
    if (bool) value = Number(holds);
    else if (!holds) return;
    if (into.kinds[step] !== absent) throw this.#clash();
    into.set(step, value);
  }

  #clash(): EvaluationError {
    const { cardinality } = this.#matching;
    return new EvaluationError(
      cardinality === "one-to-one"
        ? sameLabels
        : "multiple matches for labels: grouping labels must ensure unique matches",
    );
  }
}

const valueAt = (row: Row, step: number): number | Histogram =>
  row.kinds[step] === float ? (row.values[step] as number) : (row.histograms?.[step] as Histogram);
