import type { Draft } from "./completion.ts";
import { operatorsFor } from "./completion.ts";
import { formatTerm, readTerm } from "./terms.ts";

/** What may be filtered by: the keys, or the values of one key, that match what is typed. */
export interface Known {
  readonly text: string;
  readonly hint: string;
}

export interface Suggestion {
  readonly text: string;
  readonly hint: string;
  /** What the unfinished term becomes. */
  readonly draft: string;
  /** Whether the term is whole with it. */
  readonly whole: boolean;
}

/** Turns what is known into what can be chosen. A key that stands complete offers its operators first. */
export function suggestionsFor(text: string, draft: Draft, known: readonly Known[]): Suggestion[] {
  if (draft.part === "value") {
    return known.map(({ text, hint }) => {
      const term = readTerm(`${draft.prefix}x`);
      const whole = formatTerm({ ...term, value: text });
      return { text, hint, draft: whole, whole: true };
    });
  }
  const keys = known.map((one) => ({ ...one, draft: `${draft.prefix}${one.text}=`, whole: false }));
  if (!known.some((one) => one.text === draft.search)) return keys;
  const operators = operatorsFor(text).map((one) => ({ text: one, hint: "", draft: one, whole: false }));
  return [...operators, ...keys.filter((one) => one.text !== draft.search)];
}
