import { falseAlarms, intervals, jsonCase, jsonTotals, mark, percent, sureness, table } from "../report.ts";
import { type HealthyResult, quantile, totalsOf } from "../results.ts";
import { wilson } from "../wilson.ts";
import { isRight, type ShopCase } from "./score.ts";

export interface ShopResults {
  readonly cases: readonly ShopCase[];
  readonly healthy: readonly HealthyResult[];
}

/** One JSON object of everything, shares 0 to 1. */
export function jsonShopReport({ cases, healthy }: ShopResults): object {
  const totals = jsonTotals(cases, healthy);
  const { right, misled, secondsToDiagnosis } = shopTotals(cases);
  return {
    dataset: "shop",
    ...totals,
    right: cases.length === 0 ? 0 : right / cases.length,
    herrings: cases.filter(({ herrings }) => herrings.length > 0).length,
    herringsBlamed: misled,
    secondsToDiagnosis,
    intervals: { ...totals.intervals, right: wilson(right, cases.length) },
    cases: cases.map((each) => ({
      ...jsonCase(each),
      kind: each.score?.kind ?? null,
      right: isRight(each.score),
      herrings: each.herrings,
      herringBlamed: each.isMisled,
      secondsToDiagnosis: each.secondsToDiagnosis,
    })),
  };
}

/** A table of the faults, the totals, and the false alarms. */
export function textShopReport({ cases, healthy }: ShopResults): string {
  const rows = cases.map(({ name, truth, score, error, isMisled, secondsToDiagnosis, seconds }) => [
    name,
    truth.services.join(" / "),
    error === undefined ? (score?.services[0] ?? score?.verdict ?? "") : "failed",
    score?.rank?.toString() ?? "-",
    mark(score?.kind),
    mark(score?.inside),
    score?.onsetErrorSeconds?.toFixed(0) ?? "",
    isMisled ? "blamed" : "",
    secondsToDiagnosis?.toFixed(0) ?? "-",
    seconds.toFixed(2),
  ]);
  const totals = totalsOf(cases);
  const { right, misled, secondsToDiagnosis } = shopTotals(cases);
  const shares = [totals.top1, totals.top3, totals.top5, totals.inside].map(percent);
  return [
    table(
      ["fault", "truth", "answer", "rank", "kind", "inside", "onset ± s", "herring", "found s", "s"],
      rows,
    ),
    table(["n", "first", "in 3", "in 5", "inside"], [[String(totals.n), ...shares]]),
    `service, kind and inside right in the first place: ${right} of ${cases.length}`,
    `herrings blamed: ${misled}`,
    `found after: median ${secondsToDiagnosis?.toFixed(0) ?? "-"} s`,
    intervals(totals),
    ...sureness(cases),
    ...falseAlarms(healthy),
    "",
  ].join("\n");
}

function shopTotals(cases: readonly ShopCase[]) {
  return {
    right: cases.filter(({ score }) => isRight(score)).length,
    misled: cases.filter(({ isMisled }) => isMisled).length,
    /** Median of those that were found. */
    secondsToDiagnosis: quantile(
      cases.flatMap((each) => each.secondsToDiagnosis ?? []),
      0.5,
    ),
  };
}
