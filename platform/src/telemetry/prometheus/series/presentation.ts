import { remoteWriteScope } from "@naru/remote-write";
import { type Matcher, metricName } from "@naru/promql";
import type { FamilyRow } from "../store.ts";
import type { Spelling } from "../translate/labels.ts";
import { classicName } from "../translate/name.ts";

/** What of a stored series a series of Prometheus is. */
export type Part = "value" | "bucket" | "sum" | "count" | "quantile" | "native" | "info";

/** Kinds as numbers of the schema. */
export const kinds = { gauge: 1, sum: 2, histogram: 3, exponential: 4, summary: 5 } as const;
export const delta = 1;
export const unspecified = 0;

/** A stored metric with the scopes that it came in. */
export interface Family extends FamilyRow {
  /** It came by remote write: names and labels are Prometheus's own. */
  readonly isVerbatim: boolean;
}

/** One name under which a part of a metric is found. */
export interface Presentation {
  readonly name: string;
  readonly part: Part;
  readonly spelling: Spelling;
  readonly family: Family;
}

/** @param scopeNames by scope id */
export function familyOf(row: FamilyRow, scopeNames: ReadonlyMap<string, string>): Family {
  return { ...row, isVerbatim: scopeNames.get(row.scope_id) === remoteWriteScope };
}

/** The names of a metric in one spelling: a histogram has three. */
export function presentations(family: Family, spelling: Spelling): Presentation[] {
  const { kind, metric, unit, isVerbatim } = family;
  const named = { metric, unit, kind, isMonotonic: family.monotonic === 1 };
  const base = isVerbatim || spelling === "original" ? metric : classicName(named);
  return partsOf(kind, isVerbatim).map(([part, suffix]) => ({ name: base + suffix, part, spelling, family }));
}

function partsOf(kind: number, isVerbatim: boolean): readonly (readonly [Part, string])[] {
  const totals = [["sum", "_sum"] as const, ["count", "_count"] as const];
  if (kind === kinds.exponential || (kind === kinds.histogram && isVerbatim)) return [["native", ""]];
  if (kind === kinds.histogram) return [["bucket", "_bucket"], ...totals];
  if (kind === kinds.summary) return [["quantile", ""], ...totals];
  return [["value", ""]];
}

/** The series with what is known of resources. */
export const targetInfo = "target_info";

/** Which parts of which metrics are asked for. A name that is no classic one is looked for as it was sent. */
export function resolve(families: readonly Family[], matchers: readonly Matcher[]): Presentation[] {
  const names = matchers.filter((each) => each.name === metricName);
  const isAsked = ({ name }: Presentation) => names.every((each) => each.matches(name));
  const classic = families.flatMap((family) => presentations(family, "classic")).filter(isAsked);
  if (classic.length > 0 || !names.some((each) => each.operator === "=")) return classic;
  return families
    .filter((family) => !family.isVerbatim)
    .flatMap((family) => presentations(family, "original"))
    .filter(isAsked);
}

export const asksForTarget = (matchers: readonly Matcher[]): boolean =>
  matchers.every((each) => each.name !== metricName || each.matches(targetInfo));
