import type { Threat } from "./budget/burn.ts";

/** How an objective stands, as those who look for causes need it. */
export interface ObjectiveAtRisk {
  readonly name: string;
  readonly title: string;
  readonly service: string;
  /** Empty: all that the service is asked. */
  readonly operation: string;
  readonly target: number;
  readonly windowDays: number;
  /** Of the budget, as a share; below 0 when more is spent than there was. */
  readonly leftShare: number;
  /** Of the last hour: 1 is as fast as it may. */
  readonly burnRate: number;
  /** When nothing will be left at the rate of the last hour, milliseconds since 1970; null where that can't be said. */
  readonly goneAt: number | null;
  readonly severity: Threat["severity"] | null;
  /** Since when somebody has to look now, milliseconds since 1970. */
  readonly threatenedSince: number | null;
}
