import type { VectorSelector } from "../syntax/expression.ts";
import type { Notes } from "./annotations.ts";
import type { Grid, QueryRange } from "./grid.ts";
import type { Pace } from "./pace.ts";
import type { Row } from "./rows.ts";
import type { SampleSeries } from "./series.ts";

/** What an evaluation knows besides the expression. A subquery has a grid of its own, everything else is shared. */
export interface Context {
  readonly grid: Grid;
  readonly query: QueryRange;
  readonly isInstant: boolean;
  readonly lookbackMs: number;
  readonly defaultStepMs: number;
  readonly notes: Notes;
  readonly pace: Pace;
  /** The series of each selector, loaded before. */
  readonly series: ReadonlyMap<VectorSelector, readonly SampleSeries[]>;
}

/** The value of an expression at all steps. */
export type Value =
  | { readonly type: "scalar"; readonly values: Float64Array }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "vector"; readonly rows: readonly Row[] };

export const vectorOf = (rows: readonly Row[]): Value => ({ type: "vector", rows });
