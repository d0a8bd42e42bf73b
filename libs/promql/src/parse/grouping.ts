import type { SyntaxNode } from "@lezer/common";
import { isLabelName } from "../labels.ts";
import { childrenOf, type Source } from "./source.ts";
import { unquote } from "./text.ts";

/** The labels within parentheses of `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`. */
export function readGrouping(node: SyntaxNode, source: Source): string[] {
  return childrenOf(node)
    .filter((child) => child.name === "LabelName" || child.name === "QuotedLabelName")
    .map((child) => readLabelName(child, source));
}

function readLabelName(node: SyntaxNode, source: Source): string {
  const text = source.text(node);
  if (node.name !== "QuotedLabelName") return text;
  const name = unquote(text);
  if (name === undefined || !isLabelName(name)) {
    throw source.error(`invalid label name for grouping: ${text}`, node);
  }
  return name;
}
