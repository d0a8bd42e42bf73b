import type { Position } from "../../errors.ts";
import type { Notes } from "../annotations.ts";
import type { Row, RowBuilder } from "../rows.ts";

/** Takes in the rows of one group and gives one row. */
export interface Accumulator {
  add(row: Row): void;
  finish(into: RowBuilder): void;
}

export interface AccumulatorOptions {
  readonly steps: number;
  readonly notes: Notes;
  /** Where what is aggregated stands in the query. */
  readonly position: Position;
  /** A value a step, of operators with a parameter. */
  readonly parameter: Float64Array | undefined;
}
