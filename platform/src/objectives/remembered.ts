/** Weeks are not counted anew at each look, and what takes long gets one twentieth of the time. */
const leastFreshMs = 60_000;
const restFactor = 20;
/** Whoever looks for causes waits no longer than this. */
const usualPatienceMs = 10_000;
/** An older answer says nothing of now. */
const staleMs = 10 * 60_000;

type Ask<A> = (at: number, signal: AbortSignal) => Promise<A>;

/** The last answer, as long as it is asked for about the same moment; and when a new one takes too long.
 *  @param none  the answer when there is none in time, and none before
 *  @throws what `ask` throws; the signal's reason when the caller leaves */
export function remembered<A>(ask: Ask<A>, none: A, patienceMs = usualPatienceMs): Ask<A> {
  let last: { readonly at: number; readonly freshMs: number; readonly answer: A } | undefined;
  return async (at, signal) => {
    const ago = last === undefined ? Number.NaN : at - last.at;
    if (last !== undefined && ago >= 0 && ago < last.freshMs) return last.answer;
    const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const began = performance.now();
    try {
      const answer = await ask(at, soon);
      const took = performance.now() - began;
      last = { at, freshMs: Math.max(leastFreshMs, restFactor * took), answer };
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!soon.aborted) throw error;
      return last !== undefined && Math.abs(ago) < staleMs ? last.answer : none;
    }
  };
}
