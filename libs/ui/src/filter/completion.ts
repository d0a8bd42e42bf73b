import { OPERATORS } from "./terms.ts";

/** What the word under the cursor may become. */
export type Draft =
  | { readonly part: "key"; readonly prefix: string; readonly search: string }
  | { readonly part: "value"; readonly key: string; readonly prefix: string; readonly search: string };

/** Which part of a condition is being written.
 *  @param text the unfinished term, such as `ser`, `service=` or `service=ca` */
export function draftOf(text: string): Draft {
  const match = /^(-?)([^\s"=~!<>]+)(!=|!~|>=|<=|=|~|>|<)("?)(.*)$/.exec(text);
  if (match === null) {
    const minus = text.startsWith("-") ? "-" : "";
    return { part: "key", prefix: minus, search: text.slice(minus.length) };
  }
  const [, minus = "", key = "", operator = "", , search = ""] = match;
  return { part: "value", key, prefix: `${minus}${key}${operator}`, search };
}

/** Operators to offer once a key stands complete. */
export function operatorsFor(text: string): readonly string[] {
  return OPERATORS.map((operator) => `${text}${operator}`);
}

/** Whether a text is a whole condition, so that a space may close it. */
export function isComplete(text: string): boolean {
  return /^-?[^\s"=~!<>]+(?:!=|!~|>=|<=|=|~|>|<)(?:[^\s"]+|"(?:[^"\\]|\\.)*")$/.test(text);
}
