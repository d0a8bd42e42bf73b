import type { Labels } from "@naru/promql";
import { expand } from "../template/expand.ts";
import { TemplateError } from "../template/error.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { AlertRule, LabelSet, RecordRule } from "./rule.ts";
import type { Holding } from "./state.ts";

/** A series of an expression's result at one time. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A rule can't be evaluated with what was found. */
export class RuleError extends Error {
  override readonly name = "RuleError";
}

/** More alerts of one rule are a mistake of the rule. */
const mostAlerts = 10_000;

/** The alerts for which a rule's condition holds, with their labels and annotations filled in.
 *  @param limit  of the group; 0: none
 *  @throws RuleError when two would be the same, or there are too many */
export function holdingOf(
  rule: AlertRule,
  samples: readonly Sample[],
  limit: number,
  externalUrl: string,
): Holding[] {
  const most = limit > 0 ? Math.min(limit, mostAlerts) : mostAlerts;
  if (samples.length > most) throw new RuleError(`exceeded limit of ${most} with ${samples.length} alerts`);
  const found = new Map<string, Holding>();
  for (const { labels: given, value } of samples) {
    const own = given.withoutDescription().toJSON();
    const scope = {
      dot: { Labels: own, Value: value, ExternalLabels: {}, ExternalURL: externalUrl },
      variables: { labels: own, value, externalLabels: {}, externalURL: externalUrl },
    };
    const labels = { ...own, ...filled(rule.labels, scope), alertname: rule.name };
    const kept = Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== ""));
    const fingerprint = fingerprintOf(rule.key, kept);
    if (found.has(fingerprint))
      throw new RuleError("vector contains metrics with the same labelset after applying alert labels");
    found.set(fingerprint, {
      fingerprint,
      labels: kept,
      annotations: filled(rule.annotations, scope),
      value,
    });
  }
  return [...found.values()];
}

/** One that can't be filled in says why, and takes nothing else with it. */
function filled(templates: LabelSet, scope: Parameters<typeof expand>[1]): LabelSet {
  return Object.fromEntries(
    Object.entries(templates).map(([name, template]) => {
      try {
        return [name, expand(template, scope)];
      } catch (cause) {
        if (!(cause instanceof TemplateError)) throw cause;
        return [name, `<error expanding template: ${cause.message}>`];
      }
    }),
  );
}

/** The series that a recording rule makes.
 *  @throws RuleError when two would be the same, or there are too many */
export function recordedOf(rule: RecordRule, samples: readonly Sample[], limit: number): Sample[] {
  if (limit > 0 && samples.length > limit)
    throw new RuleError(`exceeded limit of ${limit} with ${samples.length} series`);
  const found = new Map<string, Sample>();
  for (const { labels: given, value } of samples) {
    let labels = given.withoutDescription().with("__name__", rule.name);
    for (const [name, text] of Object.entries(rule.labels)) labels = labels.with(name, text);
    if (found.has(labels.key))
      throw new RuleError("vector contains metrics with the same labelset after applying rule labels");
    found.set(labels.key, { labels, value });
  }
  return [...found.values()];
}
