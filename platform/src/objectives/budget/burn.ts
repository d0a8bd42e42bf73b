import { burnRateOf, type Counts } from "./budget.ts";

/** Minutes that burn rates are told of. */
export const burnMinutes = [5, 30, 60, 360, 4320] as const;
export type BurnMinutes = (typeof burnMinutes)[number];
export type BurnCounts = Readonly<Record<BurnMinutes, Counts>>;

/** A budget that is spent too fast: so many times as fast as it may, over the long window, and still over the short one. */
export interface Threat {
  /** `page`: somebody has to look now. `ticket`: somebody has to look these days. */
  readonly severity: "page" | "ticket";
  readonly factor: number;
  readonly longMinutes: BurnMinutes;
  readonly shortMinutes: BurnMinutes;
}

/** Multiwindow, multi-burn-rate alerts: of 30 days they stand for 2 % of the budget in an hour, 5 % in six hours and 10 % in three days.
 *  Source: Google SRE Workbook, "Alerting on SLOs", table 5-8 */
const threats: readonly Threat[] = [
  { severity: "page", factor: 14.4, longMinutes: 60, shortMinutes: 5 },
  { severity: "page", factor: 6, longMinutes: 360, shortMinutes: 30 },
  { severity: "ticket", factor: 1, longMinutes: 4320, shortMinutes: 360 },
];

/** Fewer bad requests are chance, whatever share of few requests they are: at night one can be half of all. */
export const leastBad = 5;

/** The most urgent threat to a budget; null: it is spent no faster than it may. */
export function threatOf(counts: BurnCounts, target: number): Threat | null {
  const exceeds = (minutes: BurnMinutes, factor: number) =>
    (burnRateOf(counts[minutes], target) ?? 0) > factor;
  return (
    threats.find(
      ({ factor, longMinutes, shortMinutes }) =>
        counts[longMinutes].bad >= leastBad && exceeds(longMinutes, factor) && exceeds(shortMinutes, factor),
    ) ?? null
  );
}
