import type { SyntaxNode } from "@lezer/common";
import type {
  Aggregation,
  AggregationOperator,
  Call,
  Expression,
  NumberLiteral,
  StringLiteral,
} from "../syntax/expression.ts";
import { readGrouping } from "./grouping.ts";
import { readNumber } from "./number.ts";
import { climb, type Item, readOperator } from "./operators.ts";
import { applyModifier } from "./modifiers.ts";
import { readSelector } from "./selector.ts";
import { childrenOf, positionOf, type Source } from "./source.ts";
import { unquote } from "./text.ts";

/** Makes an expression of a node of the grammar.
 *
 *  The grammar lets a modifier belong to the whole operation before it (`a + b offset 5m`) and a sign to a number
 *  (`-1 ^ 2`), where Prometheus lets both bind tighter or looser. So a chain of operations is laid out flat and put
 *  together again by Prometheus's own precedence. */
export function readExpression(node: SyntaxNode, source: Source): Expression {
  return climb(flatten(node, source));
}

function flatten(node: SyntaxNode, source: Source): Item[] {
  const children = childrenOf(node);
  const [first] = children;
  switch (node.name) {
    case "BinaryExpr": {
      const last = children.at(-1) as SyntaxNode;
      const operator = readOperator(children.slice(1, -1), source);
      return [...flatten(first as SyntaxNode, source), operator, ...flatten(last, source)];
    }
    case "UnaryExpr": {
      const sign = source.text(first as SyntaxNode) === "-" ? "-" : "+";
      return [{ kind: "sign", sign, start: node.from }, ...flatten(children.at(-1) as SyntaxNode, source)];
    }
    case "NumberDurationLiteral":
      return signed(node, source);
    case "OffsetExpr":
    case "StepInvariantExpr":
    case "MatrixSelector":
    case "SubqueryExpr":
    case "AnchoredExpr":
    case "SmoothedExpr":
      return withModifier(node, children, source);
    default:
      return [{ kind: "operand", expression: readOperand(node, children, source) }];
  }
}

function withModifier(node: SyntaxNode, children: readonly SyntaxNode[], source: Source): Item[] {
  const items = flatten(children[0] as SyntaxNode, source);
  const last = items.at(-1);
  if (last?.kind !== "operand") throw source.error("unexpected modifier", node);
  const expression = applyModifier(last.expression, node, children.slice(1), source);
  return [...items.slice(0, -1), { kind: "operand", expression }];
}

function signed(node: SyntaxNode, source: Source): Item[] {
  const text = source.text(node);
  const sign = text[0] === "-" || text[0] === "+" ? text[0] : undefined;
  const bare = sign ? text.slice(1).trimStart() : text;
  const start = node.to - bare.length;
  const expression = readLiteral(bare, { start, end: node.to }, source);
  const operand: Item = { kind: "operand", expression };
  return sign ? [{ kind: "sign", sign, start: node.from }, operand] : [operand];
}

function readLiteral(text: string, position: { start: number; end: number }, source: Source): NumberLiteral {
  const number = readNumber(text);
  if (!number) throw source.error(`error parsing number: ${text}`, position);
  return { kind: "number", ...number, position };
}

function readOperand(node: SyntaxNode, children: readonly SyntaxNode[], source: Source): Expression {
  switch (node.name) {
    case "ParenExpr":
      return {
        kind: "parentheses",
        expression: readExpression(children[0] as SyntaxNode, source),
        position: positionOf(node),
      };
    case "StringLiteral":
      return readString(node, source);
    case "VectorSelector":
      return readSelector(node, source);
    case "FunctionCall":
      return readCall(node, children, source);
    case "AggregateExpr":
      return readAggregation(node, children, source);
    default:
      throw source.error(`unexpected ${JSON.stringify(source.text(node))}`, node);
  }
}

function readString(node: SyntaxNode, source: Source): StringLiteral {
  const value = unquote(source.text(node));
  if (value === undefined) throw source.error("unterminated or invalid quoted string", node);
  return { kind: "string", value, written: source.text(node), position: positionOf(node) };
}

function readArguments(body: SyntaxNode | undefined, source: Source): Expression[] {
  return body
    ? childrenOf(body)
        .filter(notComment)
        .map((each) => readExpression(each, source))
    : [];
}

const notComment = (node: SyntaxNode): boolean => node.name !== "LineComment";

function readCall(node: SyntaxNode, children: readonly SyntaxNode[], source: Source): Call {
  const [name, body] = children.filter(notComment);
  return {
    kind: "call",
    name: source.text(name as SyntaxNode).toLowerCase(),
    args: readArguments(body, source),
    position: positionOf(node),
  };
}

const parametrised: ReadonlySet<string> = new Set([
  "topk",
  "bottomk",
  "quantile",
  "count_values",
  "limitk",
  "limit_ratio",
]);

function readAggregation(node: SyntaxNode, children: readonly SyntaxNode[], source: Source): Aggregation {
  const named = (name: string) => children.find((child) => child.name === name);
  const operator = source.text(named("AggregateOp") as SyntaxNode).toLowerCase() as AggregationOperator;
  const modifier = named("AggregateModifier");
  const args = readArguments(named("FunctionCallBody"), source);
  const expected = parametrised.has(operator) ? 2 : 1;
  if (args.length === 0) throw source.error("no arguments for aggregate expression provided", node);
  if (args.length !== expected) {
    throw source.error(
      `wrong number of arguments for aggregate expression provided, expected ${expected}, got ${args.length}`,
      node,
    );
  }
  const labels = modifier && childrenOf(modifier).find((child) => child.name === "GroupingLabels");
  return {
    kind: "aggregation",
    operator,
    expression: args.at(-1) as Expression,
    parameter: expected === 2 ? args[0] : undefined,
    grouping: labels ? readGrouping(labels, source) : [],
    without: modifier?.firstChild?.name === "Without",
    position: positionOf(node),
  };
}
