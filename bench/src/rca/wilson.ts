/** The interval in which a share lies with a confidence of 95 %, judging by a few trials.
 *  @returns both ends, 0 to 1; everything is possible without trials
 *  Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927 */
export function wilson(successes: number, trials: number): [number, number] {
  if (trials === 0) return [0, 1];
  const z = 1.959964;
  const share = successes / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const middle = share + (z * z) / (2 * trials);
  const scale = 1 + (z * z) / trials;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}
