import type { Position } from "../errors.ts";
import type { Matcher } from "../matcher.ts";

export type ValueType = "scalar" | "string" | "vector" | "matrix";

export type Expression =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Parentheses;

interface Node {
  readonly position: Position;
}

export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: number;
  /** It was written as a duration. */
  readonly isDuration: boolean;
}

export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: string;
  /** The same with its quotes, as it stands in the query. */
  readonly written: string;
}

/** A length of time: milliseconds, or computed from the query's own range and step. */
export type Duration =
  | { readonly kind: "ms"; readonly ms: number }
  | { readonly kind: "step" | "range" }
  | { readonly kind: "negate"; readonly of: Duration }
  | {
      readonly kind: "+" | "-" | "*" | "/" | "%" | "^" | "min" | "max";
      readonly of: readonly [Duration, Duration];
    };

/** `@`: seconds since 1970 in milliseconds, or an end of the query. */
export type Anchor = { readonly kind: "time"; readonly ms: number } | { readonly kind: "start" | "end" };

/** What may stand behind a selector or a subquery. */
export interface Modifiers {
  readonly offset?: Duration;
  readonly at?: Anchor;
}

export type Extension = "anchored" | "smoothed";

export interface VectorSelector extends Node, Modifiers {
  readonly kind: "selector";
  /** The name before the braces; empty when there is none. */
  readonly name: string;
  /** All of them, that of the metric's name included. */
  readonly matchers: readonly Matcher[];
  readonly extension?: Extension;
}

export interface MatrixSelector extends Node {
  readonly kind: "matrix";
  readonly selector: VectorSelector;
  readonly range: Duration;
}

export interface Subquery extends Node, Modifiers {
  readonly kind: "subquery";
  readonly expression: Expression;
  readonly range: Duration;
  /** Undefined takes the engine's default. */
  readonly step: Duration | undefined;
}

export interface Call extends Node {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expression[];
}

export type AggregationOperator =
  | "avg"
  | "bottomk"
  | "count"
  | "count_values"
  | "group"
  | "limit_ratio"
  | "limitk"
  | "max"
  | "min"
  | "quantile"
  | "stddev"
  | "stdvar"
  | "sum"
  | "topk";

export interface Aggregation extends Node {
  readonly kind: "aggregation";
  readonly operator: AggregationOperator;
  readonly expression: Expression;
  readonly parameter: Expression | undefined;
  readonly grouping: readonly string[];
  readonly without: boolean;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^" | "atan2";
export type ComparisonOperator = "==" | "!=" | ">" | "<" | ">=" | "<=";
export type TrimOperator = "</" | ">/";
export type SetOperator = "and" | "or" | "unless";
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | TrimOperator | SetOperator;

export type Cardinality = "one-to-one" | "many-to-one" | "one-to-many" | "many-to-many";

/** How the series of two vectors find each other. */
export interface Matching {
  readonly cardinality: Cardinality;
  readonly on: boolean;
  readonly labels: readonly string[];
  /** Labels that `group_left` or `group_right` take over from the side of one. */
  readonly include: readonly string[];
  /** Values that stand for a missing partner. */
  readonly fillLeft: number | undefined;
  readonly fillRight: number | undefined;
}

export interface Binary extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly bool: boolean;
  /** As written; undefined when nothing was written. */
  readonly matching: Matching | undefined;
}

export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: "+" | "-";
  readonly expression: Expression;
}

export interface Parentheses extends Node {
  readonly kind: "parentheses";
  readonly expression: Expression;
}

const comparisons: ReadonlySet<string> = new Set(["==", "!=", ">", "<", ">=", "<="]);
const sets: ReadonlySet<string> = new Set(["and", "or", "unless"]);
const trims: ReadonlySet<string> = new Set(["</", ">/"]);

export const isComparison = (operator: BinaryOperator): operator is ComparisonOperator =>
  comparisons.has(operator);
export const isSetOperator = (operator: BinaryOperator): operator is SetOperator => sets.has(operator);
export const isTrim = (operator: BinaryOperator): operator is TrimOperator => trims.has(operator);

/** Without the parentheses around it. */
export function unwrapped(expression: Expression): Exclude<Expression, Parentheses> {
  return expression.kind === "parentheses" ? unwrapped(expression.expression) : expression;
}

export const defaultMatching: Matching = {
  cardinality: "one-to-one",
  on: false,
  labels: [],
  include: [],
  fillLeft: undefined,
  fillRight: undefined,
};
