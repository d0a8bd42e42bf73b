/** Whether a counter began again between a sample and the one before it, by the time at which it says to have begun.
 *  A sample that began when the one before was taken is a delta, unless nothing is known about that one: then it goes
 *  on with what began before anybody looked.
 *  Source: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#cumulative-streams-handling-unknown-start-time */
export function isStartReset(startTimes: Float64Array, times: Float64Array, index: number): boolean {
  const began = startTimes[index] as number;
  if (began === 0 || began >= (times[index] as number)) return false;
  const before = times[index - 1] as number;
  if (began !== before) return began > before;
  const previous = startTimes[index - 1] as number;
  return previous !== 0 && previous < before;
}
