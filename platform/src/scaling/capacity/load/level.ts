/* How far one has to look back to say how much is asked now. An average over a quarter of a minute is calm, and a quarter of a minute late:
 * where surely more is asked than before, only what came since then counts. Where less is asked there is no hurry: autoscalers take away
 * slowly. */

/** How far is looked back usually. */
export const usualSeconds = 15;
/** What is known, for comparison. */
export const knownSeconds = 30;
/** Within fewer seconds a rise is not told from a burst. */
const leastSeconds = 3;
const fewestRequests = 20;
/** Standard errors above what was asked before; as many moments are tried, three would be too few. */
const surely = 4;

/** The seconds, counted back from now, in which as much was asked as is now.
 *  @param counts  requests in each of the last `knownSeconds` seconds, the newest first
 *  @returns       from three to `usualSeconds` */
export function levelSeconds(counts: readonly number[]): number {
  const total = counts.slice(0, knownSeconds).reduce((sum, count) => sum + count, 0);
  let best = { seconds: usualSeconds, errors: surely };
  let since = 0;
  for (let seconds = 1; seconds < usualSeconds; seconds++) {
    since += counts[seconds - 1] ?? 0;
    const share = seconds / knownSeconds;
    const errors = (since - total * share) / Math.sqrt(total * share * (1 - share));
    if (seconds >= leastSeconds && since >= fewestRequests && errors > best.errors)
      best = { seconds, errors };
  }
  return best.seconds;
}
