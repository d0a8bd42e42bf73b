import type { Change } from "./level.ts";
import { median, quantile, spread } from "./robust.ts";

/** More evidence than this from one series is not believed: what is wrong is then in the model. */
export const mostEvidence = 40;
/** What clearly did not change argues so much against a cause that would have changed it. */
export const unchangedEvidence = -5;
/** Durations below are noise of clocks and schedulers, in milliseconds. */
const floorMs = 0.1;
/** How much durations of the same place differ anyway, as a standard deviation of logarithms, and how many values' worth of
 *  trust that has. */
const priorSpread = 1;
const priorWeight = 4;

const log = (value: number): number => Math.log(Math.max(value, floorMs));

/** Places and runs of one service are not independent of each other: the more there are, the less one more says.
 *  @param full  what no number of them exceeds */
export const saturated = (evidence: number, full: number): number => full * (1 - Math.exp(-evidence / full));

/** How much a change of durations speaks for "it became slower here", as a log-likelihood ratio; negative: it clearly did not.
 *  Many calls are judged by ranks; few by how far apart the logarithms lie, as 2 ms against 1 s needs no crowd.
 *  @param least smallest growth that counts, in milliseconds */
export function slowerEvidence(
  before: readonly number[],
  after: readonly number[],
  change: Pick<Change, "z" | "above">,
  least: number,
): number {
  const [n, m] = [before.length, after.length];
  if (n < 3 || m < 2) return 0;
  const difference = quantile(after, 0.5, log) - quantile(before, 0.5, log);
  const grown = median(after) - median(before);
  if (Math.abs(difference) < 0.2 && Math.abs(change.z) < 3) return n >= 8 && m >= 8 ? unchangedEvidence : 0;
  if (difference < Math.log(1.3) || grown < least || change.z <= 0) return 0;
  const ranks = (change.z ** 2 / 2) * (2 * change.above - 1) ** 2;
  if (change.above < 0.9) return Math.min(mostEvidence, ranks);
  const own = Math.max(spread(before.map(log)), 0.05);
  const deviation = Math.sqrt((own ** 2 * n + priorSpread ** 2 * priorWeight) / (n + priorWeight));
  const apart = difference / (deviation * Math.sqrt(1 / n + 1 / m));
  return Math.min(mostEvidence, Math.max(ranks, Math.min(apart ** 2 / 2, 5 * Math.min(n, m))));
}
