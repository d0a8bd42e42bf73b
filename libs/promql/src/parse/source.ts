import type { SyntaxNode } from "@lezer/common";
import { ParseError, type Position } from "../errors.ts";

/** The query that a tree was made of. */
export class Source {
  readonly query: string;
  constructor(query: string) {
    this.query = query;
  }

  text(node: SyntaxNode): string {
    return this.query.slice(node.from, node.to);
  }

  error(reason: string, at: SyntaxNode | Position): ParseError {
    return new ParseError(reason, "from" in at ? positionOf(at) : at, this.query);
  }
}

export const positionOf = (node: SyntaxNode): Position => ({ start: node.from, end: node.to });

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
