/** Requests of a stretch of time. */
export interface Counts {
  readonly total: number;
  /** Of these, what the objective calls bad. */
  readonly bad: number;
}

export interface Budget {
  /** Share of good requests, 0 to 1; null of none. */
  readonly sli: number | null;
  /** Bad requests that the window may have: (1 − target) of all. */
  readonly allowed: number;
  /** Bad requests that it had. */
  readonly spent: number;
  /** `allowed` − `spent`; below 0 once more is spent than there was. */
  readonly left: number;
  /** `left` as a share of `allowed`, 1 at most; null without requests. */
  readonly leftShare: number | null;
  /** How far this can be trusted. `few`: so few requests that not one of them may be bad. */
  readonly evidence: "none" | "few" | "enough";
}

/** What may go wrong, and what of it is left.
 *  @param target  share of requests that have to be good, 0 < target < 1
 *  Source: Google SRE Workbook, "Implementing SLOs", error budgets */
export function budgetOf({ total, bad }: Counts, target: number): Budget {
  const allowed = total * (1 - target);
  const left = allowed - bad;
  return {
    sli: total > 0 ? (total - bad) / total : null,
    allowed,
    spent: bad,
    left,
    leftShare: total > 0 ? left / allowed : null,
    evidence: total === 0 ? "none" : allowed < 1 ? "few" : "enough",
  };
}

/** How many times as fast as it may a budget is spent.
 *  @param target  share of requests that have to be good, 0 < target < 1
 *  @returns       1 when the budget lasts exactly its window; 14.4 spends 2 % of 30 days in an hour; null without requests
 *  Source: Google SRE Workbook, "Alerting on SLOs" */
export const burnRateOf = ({ total, bad }: Counts, target: number): number | null =>
  total > 0 ? bad / total / (1 - target) : null;
