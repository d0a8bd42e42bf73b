import type { SyntaxNode } from "@lezer/common";
import type { Duration } from "../syntax/expression.ts";
import { childrenOf, type Source } from "./source.ts";
import { readNumber } from "./number.ts";

const operators: Readonly<Record<string, "+" | "-" | "*" | "/" | "%" | "^">> = {
  Add: "+",
  Sub: "-",
  Mul: "*",
  Div: "/",
  Mod: "%",
  Pow: "^",
};

/** Reads a DurationExpr or OffsetDurationExpr of the grammar. */
export function readDuration(node: SyntaxNode, source: Source): Duration {
  const [first, second, third] = childrenOf(node);
  if (!first) return readLeaf(node, source);
  if (first.name === "UnaryOp") {
    const of = readDuration(required(second, node, source), source);
    return source.text(first) === "-" ? { kind: "negate", of } : of;
  }
  if (first.name === "DurationMinOf" || first.name === "DurationMaxOf") {
    const of = [
      readDuration(required(second, node, source), source),
      readDuration(required(third, node, source), source),
    ] as const;
    return { kind: first.name === "DurationMinOf" ? "min" : "max", of };
  }
  const operator = second && operators[second.name];
  if (!operator) return readDuration(first, source);
  return {
    kind: operator,
    of: [readDuration(first, source), readDuration(required(third, node, source), source)],
  };
}

function readLeaf(node: SyntaxNode, source: Source): Duration {
  if (node.name === "DurationStep") return { kind: "step" };
  if (node.name === "DurationRange") return { kind: "range" };
  const text = source.text(node);
  const number = readNumber(text);
  if (!number) throw source.error(`not a valid duration string: ${JSON.stringify(text)}`, node);
  return { kind: "ms", ms: Math.round(number.value * 1000) };
}

function required(node: SyntaxNode | undefined, parent: SyntaxNode, source: Source): SyntaxNode {
  if (node) return node;
  throw source.error("unexpected end of duration expression", parent);
}
