import { type Matcher, matcher, type MatchOperator } from "@naru/promql";
import type { LabelSet } from "../rules/rule.ts";
import { fits } from "../routing/matchers.ts";

export interface StoredMatcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** While it lasts, nobody is told of alerts that fit all of its matchers. Times are milliseconds since 1970. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly StoredMatcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
  readonly updatedAt: number;
}

export type SilenceState = "pending" | "active" | "expired";

export const stateOf = ({ startsAt, endsAt }: Silence, now: number): SilenceState =>
  now >= endsAt ? "expired" : now < startsAt ? "pending" : "active";

/** @throws Error when a pattern is not valid */
export const compiled = (matchers: readonly StoredMatcher[]): Matcher[] =>
  matchers.map(({ name, operator, value }) => matcher(name, operator, value));

/** Whether one of the matchers needs something: one that also fits what has no labels would silence everything. */
export const isNarrowing = (matchers: readonly Matcher[]): boolean =>
  matchers.some((each) => !each.matches(""));

export const covers = (matchers: readonly Matcher[], labels: LabelSet): boolean => fits(matchers, labels);
