export interface Timing {
  readonly median: number;
  readonly worst: number;
}

const runs = 7;

/** Runs a query once to warm up, then seven times, each with another number for it to vary by.
 *  @returns milliseconds */
export async function time(query: (run: number) => Promise<unknown>): Promise<Timing> {
  await query(runs);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await query(run);
    times.push(performance.now() - started);
  }
  const sorted = times.toSorted((a, b) => a - b).map((ms) => Math.round(ms * 10) / 10);
  return { median: sorted[(runs - 1) / 2] ?? 0, worst: sorted[runs - 1] ?? 0 };
}
