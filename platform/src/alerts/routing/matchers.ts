import { type Matcher, matcher, type MatchOperator } from "@naru/promql";
import { z } from "zod";
import type { LabelSet } from "../rules/rule.ts";

export const matcherSchema = z
  .object({
    name: z.string().min(1),
    value: z.string().default(""),
    matchType: z.enum(["=", "!=", "=~", "!~"]).optional(),
    regex: z.boolean().optional(),
  })
  .transform(({ name, value, matchType, regex }, context): Matcher => {
    const operator: MatchOperator = matchType ?? (regex === true ? "=~" : "=");
    try {
      return matcher(name, operator, value);
    } catch (cause) {
      context.addIssue({
        code: "custom",
        message: cause instanceof Error ? cause.message : "no valid pattern",
      });
      return matcher(name, "=", value);
    }
  });

/** A label that is not there is empty. */
export const fits = (matchers: readonly Matcher[], labels: LabelSet): boolean =>
  matchers.every((each) => each.matches(labels[each.name] ?? ""));

export const printMatcher = ({ name, operator, value }: Matcher): string =>
  `${name}${operator}${JSON.stringify(value)}`;
