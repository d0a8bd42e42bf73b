/** Does something so many times, first once, then two at a time, four, and so on: what is bound to fail fails once
 *  and not a thousand times.
 *  @throws what went wrong first, when the batch in which it did is over */
export async function slowStart(times: number, work: () => Promise<unknown>): Promise<void> {
  let left = times;
  for (let batch = 1; left > 0; batch *= 2) {
    const size = Math.min(batch, left);
    const outcomes = await Promise.allSettled(Array.from({ length: size }, work));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    left -= size;
  }
}
