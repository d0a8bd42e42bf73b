import { TemplateError } from "./error.ts";

export interface Token {
  readonly kind:
    | "text"
    | "open"
    | "close"
    | "comment"
    | "word"
    | "variable"
    | "field"
    | "dot"
    | "string"
    | "number"
    | "pipe"
    | "assign"
    | "comma"
    | "left"
    | "right";
  readonly text: string;
  /** A space stands before it. */
  readonly isApart: boolean;
}

const shapes: readonly (readonly [Token["kind"], RegExp])[] = [
  ["comment", /\/\*[\s\S]*?\*\//y],
  ["string", /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ["variable", /\$\w*/y],
  ["field", /\.[A-Za-z_]\w*/y],
  ["number", /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["dot", /\./y],
  ["word", /[A-Za-z_]\w*/y],
  ["assign", /:?=/y],
  ["pipe", /\|/y],
  ["comma", /,/y],
  ["left", /\(/y],
  ["right", /\)/y],
];

/** Longer templates are not read. */
const mostCharacters = 64 * 1024;

/** @throws TemplateError */
export function tokensOf(text: string): Token[] {
  if (text.length > mostCharacters) throw new TemplateError(`it has more than ${mostCharacters} characters`);
  const tokens: Token[] = [];
  let at = 0;
  let trims = false;
  while (at < text.length) {
    const start = text.indexOf("{{", at);
    const end = start === -1 ? text.length : start;
    const trimsEnd = start !== -1 && /^-\s/.test(text.slice(start + 2, start + 4));
    let plain = text.slice(at, end);
    if (trims) plain = plain.trimStart();
    if (trimsEnd) plain = plain.trimEnd();
    if (plain !== "") tokens.push({ kind: "text", text: plain, isApart: false });
    if (start === -1) break;
    tokens.push({ kind: "open", text: "{{", isApart: false });
    ({ at, trims } = actionTokens(text, start + (trimsEnd ? 3 : 2), tokens));
  }
  return tokens;
}

/** Reads up to and with `}}`. */
function actionTokens(text: string, start: number, tokens: Token[]): { at: number; trims: boolean } {
  let at = start;
  let isApart = true;
  while (at < text.length) {
    const trims = /^\s-\}\}/.test(text.slice(at, at + 4));
    if (trims || text.startsWith("}}", at)) {
      tokens.push({ kind: "close", text: "}}", isApart });
      return { at: at + (trims ? 4 : 2), trims };
    }
    if (/\s/.test(text[at] as string)) {
      at++;
      isApart = true;
      continue;
    }
    const token = tokenAt(text, at, isApart);
    tokens.push(token.token);
    at = token.end;
    isApart = false;
  }
  throw new TemplateError("unclosed action");
}

function tokenAt(text: string, at: number, isApart: boolean): { token: Token; end: number } {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const found = shape.exec(text)?.[0];
    if (found !== undefined)
      return { token: { kind, text: valueOf(kind, found), isApart }, end: at + found.length };
  }
  throw new TemplateError(`unexpected ${JSON.stringify(text[at])} in a template`);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function valueOf(kind: Token["kind"], found: string): string {
  if (kind === "field" || kind === "variable") return found.slice(1);
  if (kind !== "string") return found;
  const inner = found.slice(1, -1);
  return found.startsWith("`") ? inner : inner.replaceAll(/\\(.)/g, (_, c: string) => escapes[c] ?? c);
}
