/* When something that had become worse was as usual again. */

const minuteMs = 60_000;
/** With fewer values a minute says nothing. */
const leastValues = 5;
/** It is over when so many minutes in a row that say something are as usual. */
const leastMinutes = 2;

/** @param times  of values, ascending, milliseconds since 1970
 *  @param values as durations, or 1 for what failed and 0 for what did not
 *  @param usual  what a minute's figure was before the onset
 *  @param figure of the values of one minute
 *  @param to     end of what is seen; the last minute counts only when it is whole
 *  @returns      end of the last minute that was nearer to the worst one than to what is usual; null: it goes on, or too
 *    little is known */
export function recoveredAt(
  { times, values }: { readonly times: readonly number[]; readonly values: readonly number[] },
  onset: number,
  to: number,
  { usual, figure }: { readonly usual: number; readonly figure: (values: readonly number[]) => number },
): number | null {
  const minutes = Array.from({ length: Math.floor((to - onset) / minuteMs) }, (): number[] => []);
  for (const [i, time] of times.entries())
    minutes[Math.floor((time - onset) / minuteMs)]?.push(values[i] ?? 0);
  const figures = minutes.map((each) => (each.length < leastValues ? null : figure(each)));
  const worst = Math.max(usual, ...figures.filter((each) => each !== null));
  const halfway = (usual + worst) / 2;
  const last = figures.findLastIndex((each) => each !== null && each > halfway);
  const since = figures.slice(last + 1).filter((each) => each !== null);
  return last === -1 || since.length < leastMinutes ? null : onset + (last + 1) * minuteMs;
}
