import type { CauseKind, Chart, Evidence, Inside } from "../diagnosis/api.ts";

/** Something that was seen and can be shown. `values` fill the sentence of `code` in words/facts.ts. */
export interface Fact {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly link?: string;
  readonly chart?: Omit<Chart, "title">;
  readonly exemplars?: Evidence["exemplars"];
}

/** One possible cause, as a rule proposes it. */
export interface Hypothesis {
  /** The rule that proposes it. */
  readonly rule: string;
  readonly kind: CauseKind;
  readonly service: string;
  /** The pod, operation, statement or whatever it is about, inside of the service; empty: all of it. */
  readonly subject: string;
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  /** Log-likelihood ratio of "this is a cause" to "chance", weighed by how much of what users feel it explains. */
  readonly score: number;
  readonly inside: readonly Inside[];
  readonly facts: readonly Fact[];
  readonly against: readonly Fact[];
  /** Services that it makes suffer, where the rule knows. */
  readonly victims: readonly string[];
  /** Further names by which the subject goes: pods, peers, workloads. Changes to them are suspects. */
  readonly touches: readonly string[];
}

export const insideOf = (
  kind: Inside["kind"],
  name: string,
  before: string | null = null,
  after: string | null = null,
): Inside => ({ kind, name, before, after });
