import { distributionOf, type Read, type Window } from "#telemetry/query/index.ts";
import type { Answered } from "./edges.ts";
import { sampleOf } from "./sample.ts";
import { answeredIn, minutesIn } from "./store.ts";

interface Sampled {
  readonly minutes: readonly number[];
  /** One span of so many was looked at. */
  readonly sampling: number;
  readonly answered: readonly Answered[];
}

/** Who answered whom, in a sample of a window's minutes.
 *  @param busiest  minutes that are looked at first, seconds since 1970 */
export async function answeredSample(
  read: Read,
  window: Window,
  busiest: readonly number[],
  mostSpans: number,
): Promise<Sampled> {
  const perMinute = await minutesIn(read, window);
  const { minutes, sampling } = sampleOf(
    perMinute.map(({ minute, spans }) => ({ minute, spans: Number(spans) })),
    busiest,
    mostSpans,
  );
  const rows = await answeredIn(read, window, minutes, mostSpans);
  const answered = rows.map(({ caller, byClient, peer, callee, ...row }) => ({
    caller,
    byClient: byClient === 1,
    peer,
    callee,
    ...countedOf(row),
  }));
  return { minutes, sampling, answered };
}

interface SampledRow {
  readonly calls: string;
  readonly errors: string;
  readonly durations: readonly [readonly number[], readonly string[]];
}

export const countedOf = ({ calls, errors, durations }: SampledRow) => ({
  requests: Number(calls),
  errors: Number(errors),
  durations: distributionOf(durations),
});
