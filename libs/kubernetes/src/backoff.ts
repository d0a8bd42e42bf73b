const firstMs = 500;
const longestMs = 30_000;

/** How long to wait after so many failures in a row: twice as long each time up to 30 s, of which a random half, so
 *  that many who lost the same server do not come back at the same moment.
 *  @param failures 1 after the first
 *  @param random   0 to 1 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(firstMs * 2 ** Math.min(failures - 1, 16), longestMs);
  return Math.round(whole / 2 + (whole / 2) * random);
}
