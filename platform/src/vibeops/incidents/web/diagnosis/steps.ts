/** The step of a series, in seconds: the shortest distance of two of its points, which may have gaps.
 *  @param times  milliseconds since 1970, ascending */
export function stepSecondsOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const shortest = Math.min(...gaps.filter((gap) => gap > 0));
  return Number.isFinite(shortest) ? shortest / 1000 : 60;
}
