import type { SyntaxNode } from "@lezer/common";
import {
  type BinaryOperator,
  type Cardinality,
  defaultMatching,
  type Expression,
  isSetOperator,
  type Matching,
} from "../syntax/expression.ts";
import { readGrouping } from "./grouping.ts";
import { readNumber } from "./number.ts";
import { childrenOf, type Source } from "./source.ts";

/** A piece of a chain of operations. */
export type Item =
  | { readonly kind: "operand"; readonly expression: Expression }
  | { readonly kind: "sign"; readonly sign: "+" | "-"; readonly start: number }
  | Operator;

interface Operator {
  readonly kind: "operator";
  readonly operator: BinaryOperator;
  readonly bool: boolean;
  readonly matching: Matching | undefined;
}

const precedences: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  "==": 3,
  "!=": 3,
  ">": 3,
  "<": 3,
  ">=": 3,
  "<=": 3,
  "</": 3,
  ">/": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  atan2: 5,
  "^": 6,
};
/** `^` binds its right side first, and alone binds tighter than a sign. */
const power = precedences["^"];

/** Puts a chain together by precedence. */
export function climb(items: readonly Item[]): Expression {
  let at = 0;

  const operation = (least: number): Expression => {
    let left = operand();
    for (;;) {
      const next = items[at];
      if (next?.kind !== "operator" || precedences[next.operator] < least) return left;
      at++;
      const own = precedences[next.operator];
      const right = operation(own === power ? own : own + 1);
      left = {
        kind: "binary",
        operator: next.operator,
        left,
        right,
        bool: next.bool,
        matching: next.matching,
        position: { start: left.position.start, end: right.position.end },
      };
    }
  };

  const operand = (): Expression => {
    const item = items[at++];
    if (item?.kind === "operand") return item.expression;
    if (item?.kind !== "sign") throw new TypeError("a chain of operations has an operand on each side");
    const expression = operation(power);
    const position = { start: item.start, end: expression.position.end };
    if (expression.kind === "number") {
      return { ...expression, value: item.sign === "-" ? -expression.value : expression.value, position };
    }
    return { kind: "unary", operator: item.sign, expression, position };
  };

  return operation(0);
}

/** @param nodes the operator's token and what stands behind it: `bool`, `on (…)`, `group_left (…)`, `fill (…)` */
export function readOperator(nodes: readonly SyntaxNode[], source: Source): Operator {
  const operator = source.text(nodes[0] as SyntaxNode).toLowerCase() as BinaryOperator;
  const find = (name: string) => nodes.find((node) => node.name === name);
  const clause = find("MatchingModifierClause");
  const fill = find("FillModifier");
  const matching = clause || fill ? readMatching(operator, clause, fill, source) : undefined;
  return { kind: "operator", operator, bool: find("BoolModifier") !== undefined, matching };
}

function readMatching(
  operator: BinaryOperator,
  clause: SyntaxNode | undefined,
  fill: SyntaxNode | undefined,
  source: Source,
): Matching {
  const parts = clause ? childrenOf(clause) : [];
  const [labels, include] = parts.filter((part) => part.name === "GroupingLabels");
  const has = (name: string) => parts.some((part) => part.name === name);
  const cardinality: Cardinality = has("GroupLeft")
    ? "many-to-one"
    : has("GroupRight")
      ? "one-to-many"
      : isSetOperator(operator)
        ? "many-to-many"
        : "one-to-one";
  return {
    ...defaultMatching,
    cardinality,
    on: has("On"),
    labels: labels ? readGrouping(labels, source) : [],
    include: include ? readGrouping(include, source) : [],
    ...(fill && readFill(fill, source)),
  };
}

function readFill(node: SyntaxNode, source: Source): Pick<Matching, "fillLeft" | "fillRight"> {
  let fillLeft: number | undefined;
  let fillRight: number | undefined;
  for (const clause of childrenOf(node)) {
    const literal = clause.getChild("NumberDurationLiteral") as SyntaxNode;
    const text = source.text(literal);
    const size = readNumber(text.replace(/^[+-]\s*/, ""))?.value ?? Number.NaN;
    const value = text.startsWith("-") ? -size : size;
    if (clause.name !== "FillRightClause") fillLeft = value;
    if (clause.name !== "FillLeftClause") fillRight = value;
  }
  return { fillLeft, fillRight };
}
