import type { ObjectOutcome } from "../../api.ts";

/** What leads back from an apply: YAML of what was changed, and what was made. Undefined when there is no such way,
 *  or no complete one: the values of a secret are not known here. */
export interface WayBack {
  readonly yaml: string;
  readonly made: readonly ObjectOutcome[];
}

export function wayBack(outcomes: readonly ObjectOutcome[]): WayBack | undefined {
  const changed = outcomes.filter(({ result }) => result === "change");
  const made = outcomes.filter(({ result }) => result === "create");
  if (changed.length + made.length === 0 || changed.some(({ kind }) => kind === "Secret")) return undefined;
  // What was made last may need what was made before it.
  return { yaml: changed.map(({ before }) => before).join("---\n"), made: made.toReversed() };
}
