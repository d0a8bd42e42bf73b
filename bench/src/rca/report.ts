import { calibrationOf } from "./calibration.ts";
import {
  type CaseResult,
  type HealthyResult,
  isFalseAlarm,
  type ScoredCase,
  type Totals,
  totalsOf,
} from "./results.ts";
import { wilson } from "./wilson.ts";

export interface Results {
  readonly cases: readonly CaseResult[];
  readonly healthy: readonly HealthyResult[];
}

/** One JSON object of everything, shares 0 to 1. */
export function jsonReport({ cases, healthy }: Results): object {
  return {
    dataset: [...new Set(cases.map(({ dataset }) => dataset))].join("+"),
    ...jsonTotals(cases, healthy),
    byFault: Object.fromEntries(byFault(cases).map(([fault, of]) => [fault, totalsOf(of)])),
    cases: cases.map((each) => ({ ...jsonCase(each), replaySeconds: each.replaySeconds })),
  };
}

export function jsonTotals(cases: readonly ScoredCase[], healthy: readonly HealthyResult[]) {
  const alarms = healthy.filter(isFalseAlarm);
  const totals = totalsOf(cases);
  return {
    ...totals,
    falseAlarms: alarms.length,
    healthyWindows: healthy.length,
    intervals: { ...totals.intervals, falseAlarms: wilson(alarms.length, healthy.length) },
    calibration: calibrationOf(cases),
    falseAlarmsIn: alarms.map(({ name, verdict, blamed, error }) => ({
      window: name,
      verdict: verdict ?? null,
      blamed: blamed ?? null,
      ...(error !== undefined && { error }),
    })),
  };
}

export const jsonCase = ({ dataset, name, truth, score, error, seconds }: ScoredCase) => ({
  case: name,
  dataset,
  fault: truth?.fault ?? null,
  truth: truth?.services ?? [],
  verdict: score?.verdict ?? null,
  services: score?.services ?? [],
  rank: score?.rank ?? null,
  confidence: score?.confidence ?? null,
  inside: score?.inside ?? null,
  insideEither: score?.insideEither ?? null,
  onsetErrorSeconds: score?.onsetErrorSeconds ?? null,
  seconds,
  ...(error !== undefined && { error }),
});

/** A table of the cases, totals by fault and of all, and the false alarms. */
export function textReport({ cases, healthy }: Results): string {
  const rows = cases.map(({ name, truth, score, error, seconds }) => [
    name,
    truth?.services.join(" / ") ?? "not labelled",
    error === undefined ? (score?.services[0] ?? score?.verdict ?? "") : "failed",
    score?.rank?.toString() ?? "-",
    mark(score?.inside),
    score?.onsetErrorSeconds?.toFixed(0) ?? "",
    seconds.toFixed(2),
  ]);
  return [
    table(["case", "truth", "answer", "rank", "inside", "onset ± s", "s"], rows),
    table(
      ["", "n", "first", "in 3", "in 5", "inside", "one of two", "onset ± s"],
      [...byFault(cases), ["all", cases] as const].map(([fault, of]) => totalRow(fault, totalsOf(of))),
    ),
    intervals(totalsOf(cases)),
    ...sureness(cases),
    ...falseAlarms(healthy),
    "",
  ].join("\n");
}

/** A line for those that were about as sure. */
export const sureness = (cases: readonly ScoredCase[]): string[] =>
  calibrationOf(cases).map(
    ({ n, confidence, right }) => `${percent(confidence)} sure on average: ${percent(right)} right, of ${n}`,
  );

/** A line for all of them and one for each. */
export function falseAlarms(healthy: readonly HealthyResult[]): string[] {
  const alarms = healthy.filter(isFalseAlarm);
  return [
    `false alarms: ${alarms.length} in ${healthy.length} healthy windows`,
    ...alarms.map(
      ({ name, verdict, blamed, error }) => `  ${name}: ${error ?? `${verdict} ${blamed ?? ""}`}`,
    ),
  ];
}

function byFault(cases: readonly CaseResult[]) {
  const labelled = cases.filter(({ truth }) => truth !== undefined);
  return [...Map.groupBy(labelled, ({ truth }) => truth?.fault ?? "")];
}

const totalRow = (fault: string, totals: Totals) => [
  fault,
  String(totals.n),
  percent(totals.top1),
  percent(totals.top3),
  percent(totals.top5),
  percent(totals.inside),
  percent(totals.insideEither),
  totals.onsetErrorSeconds?.toFixed(0) ?? "",
];

export function intervals({
  intervals: of,
  onsetErrorSecondsMean,
  secondsPerCase,
  secondsPerCaseP95,
}: Totals): string {
  const shares = Object.entries({ first: of.top1, "in 3": of.top3, "in 5": of.top5, inside: of.inside });
  const texts = shares.flatMap(([name, ends]) =>
    ends ? [`${name} ${percent(ends[0])} to ${percent(ends[1])}`] : [],
  );
  return [
    `with 95 % confidence: ${texts.join("; ")}`,
    `onset error: mean ${onsetErrorSecondsMean?.toFixed(0) ?? "-"} s`,
    `diagnosis: mean ${secondsPerCase?.toFixed(2) ?? "-"} s, p95 ${secondsPerCaseP95?.toFixed(2) ?? "-"} s`,
  ].join("\n");
}

export const percent = (share: number | null) => (share === null ? "" : `${(share * 100).toFixed(1)} %`);

export const mark = (value: boolean | null | undefined) =>
  value === true ? "yes" : value === false ? "no" : "";

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
