import type { Matcher } from "@naru/promql";
import type { LabelSet } from "../rules/rule.ts";
import { fits } from "./matchers.ts";

/** While an alert fits `source`, those that fit `target` and have the same labels `equal` are not told of. */
export interface InhibitRule {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

interface Firing {
  readonly fingerprint: string;
  readonly labels: LabelSet;
}

/** @param firing  every alert that fires
 *  @returns the alert that keeps this one quiet; none when it fits both sides of the rule, so that nothing is quiet by
 *           its own doing
 *  Source: https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings */
export function inhibitorOf(
  rules: readonly InhibitRule[],
  alert: Firing,
  firing: readonly Firing[],
): string | undefined {
  for (const { source, target, equal } of rules) {
    if (!fits(target, alert.labels)) continue;
    const isSource = fits(source, alert.labels);
    const found = firing.find(
      (each) =>
        each.fingerprint !== alert.fingerprint &&
        fits(source, each.labels) &&
        !(isSource && fits(target, each.labels)) &&
        equal.every((name) => (each.labels[name] ?? "") === (alert.labels[name] ?? "")),
    );
    if (found) return found.fingerprint;
  }
  return undefined;
}
