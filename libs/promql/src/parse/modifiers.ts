import type { SyntaxNode } from "@lezer/common";
import type { Anchor, Expression, MatrixSelector, Subquery, VectorSelector } from "../syntax/expression.ts";
import { readDuration } from "./duration.ts";
import { readNumber } from "./number.ts";
import { childrenOf, type Source } from "./source.ts";

/** Puts what stands behind an operand (a range, `offset`, `@`, …) into it. */
export function applyModifier(
  operand: Expression,
  node: SyntaxNode,
  rest: readonly SyntaxNode[],
  source: Source,
): Expression {
  const durations = rest.filter((each) => each.name === "DurationExpr" || each.name === "OffsetDurationExpr");
  const [first, second] = durations.map((each) => readDuration(each, source));
  switch (node.name) {
    case "OffsetExpr":
      return withOffset(operand, node, first ?? { kind: "ms", ms: 0 }, source);
    case "StepInvariantExpr":
      return withAnchor(operand, node, readAnchor(rest, source), source);
    case "MatrixSelector":
      return withRange(operand, node, first ?? { kind: "ms", ms: 0 }, source);
    case "SubqueryExpr":
      return {
        kind: "subquery",
        expression: operand,
        range: first ?? { kind: "ms", ms: 0 },
        step: second,
        position: { start: operand.position.start, end: node.to },
      };
    default:
      return extended(operand, node, source);
  }
}

type Offsetable = VectorSelector | Subquery;

/** Changes the selector or subquery that a modifier means.
 *  @param what how the modifier is called in the message when it stands behind something else */
function changed(
  operand: Expression,
  node: SyntaxNode,
  what: string,
  source: Source,
  change: (target: Offsetable) => Partial<Offsetable>,
): Expression {
  const position = { start: operand.position.start, end: node.to };
  if (operand.kind === "selector" || operand.kind === "subquery") {
    return { ...operand, ...change(operand), position } as Expression;
  }
  if (operand.kind === "matrix") {
    const selector = { ...operand.selector, ...change(operand.selector) } as VectorSelector;
    return { ...operand, selector, position } satisfies MatrixSelector;
  }
  throw source.error(
    `${what} must be preceded by an instant vector selector or range vector selector or a subquery`,
    operand.position,
  );
}

function withOffset(
  operand: Expression,
  node: SyntaxNode,
  offset: Offsetable["offset"] & {},
  source: Source,
) {
  return changed(operand, node, "offset modifier", source, (target) => {
    if (target.offset) throw source.error("offset may not be set multiple times", operand.position);
    return { offset };
  });
}

function withAnchor(operand: Expression, node: SyntaxNode, at: Anchor, source: Source) {
  return changed(operand, node, "@ modifier", source, (target) => {
    if (target.at) throw source.error("@ <timestamp> may not be set multiple times", operand.position);
    return { at };
  });
}

function readAnchor(rest: readonly SyntaxNode[], source: Source): Anchor {
  const value = rest.find((each) => each.name !== "At" && each.name !== "LineComment") as SyntaxNode;
  if (value.name === "AtModifierPreprocessors") {
    return { kind: childrenOf(value)[0]?.name === "AtEnd" ? "end" : "start" };
  }
  const text = source.text(value);
  const negative = text.startsWith("-");
  const number = readNumber(text.replace(/^[+-]\s*/, ""));
  const seconds = (number?.value ?? Number.NaN) * (negative ? -1 : 1);
  if (!Number.isSafeInteger(Math.round(seconds * 1000))) {
    throw source.error(`timestamp out of bounds for @ modifier: ${text}`, value);
  }
  return { kind: "time", ms: Math.round(seconds * 1000) };
}

function withRange(
  operand: Expression,
  node: SyntaxNode,
  range: MatrixSelector["range"],
  source: Source,
): MatrixSelector {
  if (operand.kind !== "selector")
    throw source.error("ranges only allowed for vector selectors", operand.position);
  if (operand.offset) throw source.error("no offset modifiers allowed before range", operand.position);
  if (operand.at) throw source.error("no @ modifiers allowed before range", operand.position);
  return {
    kind: "matrix",
    selector: operand,
    range,
    position: { start: operand.position.start, end: node.to },
  };
}

function extended(operand: Expression, node: SyntaxNode, source: Source): Expression {
  const extension = node.name === "AnchoredExpr" ? "anchored" : "smoothed";
  const position = { start: operand.position.start, end: node.to };
  const set = (selector: VectorSelector): VectorSelector => {
    if (selector.extension) {
      throw source.error(
        "anchored and smoothed modifiers cannot be used together or multiple times",
        position,
      );
    }
    return { ...selector, extension };
  };
  if (operand.kind === "matrix") return { ...operand, selector: set(operand.selector), position };
  if (operand.kind === "selector" && extension === "smoothed") return { ...set(operand), position };
  throw source.error(`${extension} modifier not implemented for this kind of expression`, operand.position);
}
