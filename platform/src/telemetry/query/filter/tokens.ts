import { FilterError } from "./error.ts";
import { type Operator, operators } from "./syntax.ts";

export type Token = { readonly at: number } & (
  | { readonly type: "(" | ")" | "-" | "or" | "and" }
  | { readonly type: "word"; readonly text: string; readonly quoted: boolean }
  | { readonly type: "operator"; readonly operator: Operator }
);

const blank = /\s+/y;
const quotedText = /"((?:[^"\\]|\\[\s\S])*)"/y;
const operator = new RegExp(operators.toSorted((a, b) => b.length - a.length).join("|"), "y");
/** A key or a bare word ends where a blank, a parenthesis, a quote or an operator begins. */
const keyOrWord = /(?:(?![!<>=~]=|!~)[^\s()"=~<>])+/y;
/** A value runs to the next blank or parenthesis, so that it may hold `=`, `<` and the like. */
const bareValue = /[^\s()"]+/y;

/** @throws FilterError at a quote that is not closed */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    return match ? (match[1] ?? match[0]) : undefined;
  };
  while (at < text.length) {
    const skipped = take(blank);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const [token, length] = next(text, at, take, tokens.at(-1)?.type === "operator");
    tokens.push(token);
    at += length;
  }
  return tokens;
}

type Take = (pattern: RegExp) => string | undefined;

function next(text: string, at: number, take: Take, isValue: boolean): [Token, number] {
  const sign = text.charAt(at);
  if (sign === "(" || sign === ")") return [{ type: sign, at }, 1];
  if (sign === '"') return quoted(take(quotedText), at);
  if (isValue) return bare(take(bareValue) ?? sign, at);
  if (sign === "-") return [{ type: "-", at }, 1];
  const found = take(operator);
  if (found !== undefined) return [{ type: "operator", operator: found as Operator, at }, found.length];
  const word = take(keyOrWord) ?? sign;
  if (word === "OR" || word === "AND") return [{ type: word === "OR" ? "or" : "and", at }, word.length];
  return bare(word, at);
}

const bare = (text: string, at: number): [Token, number] => [
  { type: "word", text, quoted: false, at },
  text.length,
];

function quoted(inner: string | undefined, at: number): [Token, number] {
  if (inner === undefined) {
    throw new FilterError("A quote is not closed", { position: at, help: 'End the text with ".' });
  }
  return [{ type: "word", text: inner.replaceAll(/\\(["\\])/g, "$1"), quoted: true, at }, inner.length + 2];
}
