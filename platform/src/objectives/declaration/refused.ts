import { NaruError } from "#kernel/errors.ts";

/** One thing that is wrong with a declaration, as zod tells it. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  readonly keys?: readonly string[];
}

const ownSource =
  "Naru measures from its own store: ratioMetric with rawType: success and raw.metricSource of type: naru, whose spec has indicator: availability or latency.";

/** Fields of OpenSLO that are not measured, and what to write instead. */
const waysOut: Readonly<Record<string, string>> = {
  "spec.indicatorRef": "Write the indicator itself: spec.indicator.",
  "spec.alertPolicies":
    "Leave it out: burn rates are judged by the windows of the SRE workbook, and who is told is said by alert rules.",
  "spec.budgetingMethod": "Write Occurrences: requests are counted, not slices of time.",
  "spec.timeWindow": "One rolling window: duration 7d, 28d or 30d with isRolling: true.",
  "spec.objectives": "One objective with a target; declare another SLO for the next.",
  "spec.objectives.targetPercent": "Write it as a share: target: 0.995 is 99.5 percent.",
  "spec.objectives.op": "Leave it out: what is good is said by the indicator (thresholdMs).",
  "spec.objectives.value": "Leave it out: what is good is said by the indicator (thresholdMs).",
  "spec.indicator.spec.thresholdMetric": ownSource,
  "spec.indicator.spec.ratioMetric": ownSource,
  "spec.indicator.spec.ratioMetric.counter": "Leave it out: beside raw it means nothing.",
};
const otherwise = "docs/objectives.md has an example that can be copied.";
const mostTold = 5;

/** All that is wrong with a declaration, in one error. */
export function refused(issues: readonly Issue[]): NaruError {
  const problems = issues.flatMap(problemsOf);
  const told = problems
    .slice(0, mostTold)
    .map(({ field, message }) => (field ? `${field}: ${message}` : message));
  const more = problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : [];
  const help = [...new Set(problems.slice(0, mostTold).map(({ field }) => wayOutOf(field)))].join(" ");
  return new NaruError("INVALID_DECLARATION", [...told, ...more].join("; "), { help: help || otherwise });
}

function problemsOf({ path, message, code, keys }: Issue): { field: string; message: string }[] {
  const field = path.filter((part) => typeof part === "string").join(".");
  if (code === "unrecognized_keys" && keys !== undefined)
    return keys.map((key) => ({ field: field === "" ? key : `${field}.${key}`, message: "is not measured" }));
  return [{ field, message: message.endsWith("received undefined") ? "is missing" : message }];
}

/** Of the field, or of the nearest above it. */
function wayOutOf(field: string): string {
  const parts = field.split(".");
  for (let length = parts.length; length > 0; length--) {
    const found = waysOut[parts.slice(0, length).join(".")];
    if (found !== undefined) return found;
  }
  return otherwise;
}
