import type { SyntaxNode } from "@lezer/common";
import { isLabelName, metricName } from "../labels.ts";
import { type Matcher, matcher, type MatchOperator } from "../matcher.ts";
import type { VectorSelector } from "../syntax/expression.ts";
import { childrenOf, positionOf, type Source } from "./source.ts";
import { unquote } from "./text.ts";

/** `name{label="value"}`, `{"any name", label=~"pattern"}`. */
export function readSelector(node: SyntaxNode, source: Source): VectorSelector {
  const identifier = node.getChild("Identifier");
  const braces = node.getChild("LabelMatchers");
  let name = identifier ? source.text(identifier) : "";
  const matchers: Matcher[] = [];
  for (const child of braces ? childrenOf(braces) : []) {
    if (child.name === "QuotedLabelName") {
      const quoted = textOf(child, source);
      if (name !== "") throw twice(name, quoted, node, source);
      name = quoted;
    } else if (child.name === "UnquotedLabelMatcher" || child.name === "QuotedLabelMatcher") {
      matchers.push(readMatcher(child, source));
    }
  }
  if (name !== "") {
    const other = matchers.find((each) => each.name === metricName);
    if (other) throw twice(name, other.value, node, source);
    matchers.unshift(matcher(metricName, "=", name));
  }
  if (matchers.every((each) => each.matches(""))) {
    throw source.error("vector selector must contain at least one non-empty matcher", node);
  }
  return { kind: "selector", name, matchers, position: positionOf(node) };
}

const twice = (first: string, second: string, node: SyntaxNode, source: Source) =>
  source.error(
    `metric name must not be set twice: ${JSON.stringify(first)} or ${JSON.stringify(second)}`,
    node,
  );

function readMatcher(node: SyntaxNode, source: Source): Matcher {
  const [label, operator, value] = childrenOf(node);
  const name = label?.name === "QuotedLabelName" ? textOf(label, source) : source.text(label as SyntaxNode);
  if (!isLabelName(name)) throw source.error(`invalid label name ${JSON.stringify(name)}`, node);
  try {
    return matcher(
      name,
      source.text(operator as SyntaxNode) as MatchOperator,
      textOf(value as SyntaxNode, source),
    );
  } catch (cause) {
    throw source.error((cause as Error).message, node);
  }
}

function textOf(node: SyntaxNode, source: Source): string {
  const text = unquote(source.text(node));
  if (text === undefined) throw source.error("unterminated or invalid quoted string", node);
  return text;
}
