/* The filter text is the truth; its terms are read from it for display and edited as whole pieces, so that
 * whatever a person wrote (groups, OR, spacing within quotes) stays as written. */

/** One piece of a filter text. A bare text has no key; a group in parentheses is one piece. */
export interface Term {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  /** With a minus before it: what does not hold. */
  readonly negated: boolean;
}

export const OPERATORS = ["=", "!=", "~", "!~", ">=", "<=", ">", "<"] as const;

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"?`;
const CONDITION = new RegExp(String.raw`^(-?)(${QUOTED}|[^\s()"=~<>!]+)(!=|!~|>=|<=|=|~|>|<)(.*)$`, "s");

/** Splits a filter at the blanks that stand outside of quotes and parentheses. */
export function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let term = "";
  let depth = 0;
  for (const [piece] of text.matchAll(new RegExp(`${QUOTED}|\\s+|[()]|[^\\s()"]+`, "g"))) {
    if (piece.trim() === "" && depth === 0) {
      if (term !== "") terms.push(term);
      term = "";
      continue;
    }
    if (piece === "(") depth += 1;
    if (piece === ")") depth = Math.max(0, depth - 1);
    term += piece;
  }
  return term === "" ? terms : [...terms, term];
}

export function readTerm(raw: string): Term {
  const [, minus = "", key = "", operator = "", value = ""] = CONDITION.exec(raw) ?? [];
  if (operator !== "") return { key: unquote(key), operator, value: unquote(value), negated: minus === "-" };
  const negated = raw.startsWith("-") && raw.length > 1;
  return { key: "", operator: "", value: unquote(negated ? raw.slice(1) : raw), negated };
}

export function formatTerm({ key, operator, value, negated }: Term): string {
  const name = key === "" || /^[^\s()"=~<>!-][^\s()"=~<>!]*$/.test(key) ? key : quoted(key);
  return `${negated ? "-" : ""}${name}${operator}${quoteValue(value)}`;
}

export function condition(key: string, operator: "=" | "!=", value: string): string {
  return formatTerm({ key, operator, value, negated: false });
}

/** The filter with one more condition. A contrary or equal condition on the same value gives way. */
export function withCondition(text: string, key: string, operator: "=" | "!=", value: string): string {
  const terms = splitTerms(text);
  // OR binds weaker than a blank: the condition must hold for both of its sides.
  if (terms.includes("OR")) return `(${text}) ${condition(key, operator, value)}`;
  const rest = terms.filter(
    (raw) => raw !== condition(key, "=", value) && raw !== condition(key, "!=", value),
  );
  return [...rest, condition(key, operator, value)].join(" ");
}

/** Texts that a filter asks for, to be marked where they occur. */
export function textsIn(filter: string): string[] {
  return splitTerms(filter)
    .filter((raw) => raw !== "OR" && raw !== "AND" && !raw.startsWith("("))
    .map(readTerm)
    .filter(({ key, negated, value }) => key === "" && !negated && value !== "")
    .map(({ value }) => value);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function quoteValue(value: string): string {
  const plain = /^[^\s()"=!<>~\\*-][^\s()"=!<>~\\]*$/.test(value) && value !== "OR" && value !== "AND";
  return plain ? value : quoted(value);
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const end = text.length > 1 && text.endsWith('"') ? -1 : undefined;
  return text.slice(1, end).replaceAll(/\\(["\\])/g, "$1");
}
