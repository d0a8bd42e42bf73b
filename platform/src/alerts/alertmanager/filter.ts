import { type Matcher, matcher, type MatchOperator } from "@naru/promql";
import { NaruError } from "#kernel/errors.ts";
import { fits } from "../routing/matchers.ts";
import type { LabelSet } from "../rules/rule.ts";

/** Reads matchers as amtool and Grafana write them: `severity="critical"`, `service=~cart|shop`.
 *  @throws NaruError INVALID_INPUT */
export function filterOf(texts: readonly string[]): (labels: LabelSet) => boolean {
  const matchers = texts.filter((text) => text !== "").map(readMatcher);
  return (labels) => fits(matchers, labels);
}

function readMatcher(text: string): Matcher {
  const [, name = "", operator = "", given = ""] =
    /^\s*([\w.:-]+)\s*(=~|!~|!=|=)\s*([\s\S]*?)\s*$/.exec(text) ?? [];
  if (name === "") throw new NaruError("INVALID_INPUT", `filter: ${JSON.stringify(text)} is no matcher`);
  const value = /^"(?:[^"\\]|\\.)*"$/.test(given) ? given.slice(1, -1).replaceAll(/\\(.)/g, "$1") : given;
  try {
    return matcher(name, operator as MatchOperator, value);
  } catch (cause) {
    throw new NaruError("INVALID_INPUT", `filter: ${JSON.stringify(text)} has no valid pattern`, { cause });
  }
}
