import { RE2JS } from "re2js";
import type { Labels } from "./labels.ts";

export type MatchOperator = "=" | "!=" | "=~" | "!~";

/** Anything that has labels and may be asked whether it fits. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  matches(value: string): boolean;
}

/** A regular expression over a whole text, in RE2's syntax and in linear time: it comes from outside.
 *  @throws Error when it is not valid */
export function wholeTextPattern(pattern: string): RE2JS {
  return RE2JS.compile(`^(?s:${pattern})$`);
}

/** @throws Error when the regular expression is not valid */
export function matcher(name: string, operator: MatchOperator, value: string): Matcher {
  return { name, operator, value, matches: testOf(operator, value) };
}

function testOf(operator: MatchOperator, value: string): (text: string) => boolean {
  if (operator === "=") return (text) => text === value;
  if (operator === "!=") return (text) => text !== value;
  const fits = patternTest(value);
  return operator === "=~" ? fits : (text) => !fits(text);
}

/** Most patterns of dashboards are lists of names or a prefix: these need no automaton. */
function patternTest(pattern: string): (text: string) => boolean {
  const compiled = wholeTextPattern(pattern);
  if (pattern === ".*") return () => true;
  if (pattern === ".+") return (text) => text !== "";
  if (/^[\w |:/-]*$/.test(pattern)) {
    const names = new Set(pattern.split("|"));
    return (text) => names.has(text);
  }
  return (text) => compiled.matches(text);
}

export const matchesAll = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every((each) => each.matches(labels.get(each.name)));
