import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { ParseError } from "../errors.ts";
import { signatures } from "../syntax/functions.ts";
import type { Expression } from "../syntax/expression.ts";
import { check } from "./check.ts";
import { readExpression } from "./expression.ts";
import { grammarText } from "./grammar-text.ts";
import { Source } from "./source.ts";

/** A query is read by recursion; nobody writes one as deep or long as this. */
const longestQuery = 100_000;
const mostDepth = 500;

/** Reads a query by Prometheus's own grammar and checks its types.
 *  @throws ParseError */
export function parse(query: string): Expression {
  const source = new Source(query);
  if (query.length > longestQuery)
    throw source.error(`the query is longer than ${longestQuery} characters`, { start: 0, end: 0 });
  const tree = parser.parse(grammarText(query));
  const depth = depthOf(tree);
  if (depth > mostDepth)
    throw source.error("the query is nested too deeply", { start: 0, end: query.length });
  refuseErrors(tree, source);
  const top = tree.topNode.firstChild;
  const first = top?.name === "LineComment" ? firstExpression(top) : top;
  if (!first) throw source.error("no expression found in input", { start: query.length, end: query.length });
  const expression = readExpression(first, source);
  check(expression, query);
  return expression;
}

function firstExpression(node: SyntaxNode): SyntaxNode | null {
  let next: SyntaxNode | null = node;
  while (next?.name === "LineComment") next = next.nextSibling;
  return next;
}

function depthOf(tree: Tree): number {
  let depth = 0;
  let deepest = 0;
  tree.iterate({
    enter: () => {
      deepest = Math.max(deepest, ++depth);
    },
    leave: () => {
      depth--;
    },
  });
  return deepest;
}

/** The grammar goes on after a mistake; the first one is what is told. */
function refuseErrors(tree: Tree, source: Source): void {
  let found: SyntaxNode | undefined;
  tree.iterate({
    enter: (node) => {
      if (!found && node.type.isError) found = node.node;
      return found === undefined;
    },
  });
  if (!found) return;
  const name = unknownFunction(found, source.query);
  if (name) throw source.error(`unknown function with name ${JSON.stringify(name.text)}`, name);
  throw new ParseError(mistake(found, source), { start: found.from, end: found.to }, source.query);
}

/** A name before a parenthesis that is no function's. */
function unknownFunction(
  node: SyntaxNode,
  query: string,
): { text: string; start: number; end: number } | undefined {
  const before = query.slice(0, node.from);
  const text = /([a-zA-Z_:][\w:]*)\s*$/.exec(before)?.[1];
  if (text === undefined || signatures.has(text) || !/^\s*\(/.test(query.slice(node.from))) return undefined;
  const start = before.lastIndexOf(text);
  return { text, start, end: start + text.length };
}

function mistake(node: SyntaxNode, source: Source): string {
  const { query } = source;
  if (query.trim() === "") return "no expression found in input";
  const rest = query.slice(node.from).trim();
  if (rest === "") return unclosed(query.slice(0, node.from)) ?? "unexpected end of input";
  const token = /^(?:[a-zA-Z_:][\w:]*|[\d.]+\w*|"[^"]*"?|'[^']*'?|`[^`]*`?|.)/s.exec(rest)?.[0] ?? rest;
  return `unexpected ${/^["'`]/.test(token) ? `string ${token}` : JSON.stringify(token)}`;
}

/** Which bracket stands open at the end. */
function unclosed(text: string): string | undefined {
  const open: string[] = [];
  for (const sign of text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#.*/g, "")) {
    if ("([{".includes(sign)) open.push(sign);
    else if (")]}".includes(sign)) open.pop();
  }
  const names: Readonly<Record<string, string>> = { "(": "parenthesis", "[": "bracket", "{": "brace" };
  const last = open.at(-1);
  return last === undefined ? undefined : `unclosed left ${names[last]}`;
}
