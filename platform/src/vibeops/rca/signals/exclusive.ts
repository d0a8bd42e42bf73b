import type { Calls } from "../scene/calls.ts";

/** Gives each moment of a trace to one span: to the one under way that began last. So the times of a trace's spans add up to
 *  the time that somebody waited for, a slow callee does not show in the times of its callers, and of calls that run side by
 *  side the one counts that was waited for.
 *  @returns milliseconds by row */
export function exclusiveTimes(calls: Calls): Float64Array {
  const { start, end } = inOneClock(calls);
  const exclusive = new Float64Array(calls.count);
  for (const rows of byTrace(calls)) sweep(rows, start, end, exclusive);
  return exclusive;
}

function byTrace(calls: Calls): Iterable<number[]> {
  const traces = new Map<number, number[]>();
  for (let row = 0; row < calls.count; row++) {
    const trace = calls.trace[row] ?? 0;
    const known = traces.get(trace);
    if (known) known.push(row);
    else traces.set(trace, [row]);
  }
  return traces.values();
}

/** Clocks of machines differ: a callee that seems to run outside of the call is moved into its middle, with all below it. */
function inOneClock(calls: Calls): { start: Float64Array; end: Float64Array } {
  const start = Float64Array.from(calls.start);
  const end = Float64Array.from(calls.start, (at, row) => at + (calls.duration[row] ?? 0));
  const move = (row: number, by: number) => {
    start[row] = (start[row] ?? 0) + by;
    end[row] = (end[row] ?? 0) + by;
  };
  const shift = new Float64Array(calls.count);
  const pending: number[] = [];
  for (let row = 0; row < calls.count; row++) if ((calls.parent[row] ?? -1) < 0) pending.push(row);
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    for (const child of calls.children[row] ?? []) {
      shift[child] = shift[row] ?? 0;
      move(child, shift[child]);
      const isOutside = (start[child] ?? 0) < (start[row] ?? 0) || (end[child] ?? 0) > (end[row] ?? 0);
      const room = (end[row] ?? 0) - (start[row] ?? 0) - ((end[child] ?? 0) - (start[child] ?? 0));
      if (isOutside && room >= 0 && calls.pod[child] !== calls.pod[row]) {
        const by = (start[row] ?? 0) + room / 2 - (start[child] ?? 0);
        shift[child] += by;
        move(child, by);
      }
      pending.push(child);
    }
  }
  return { start, end };
}

function sweep(
  rows: readonly number[],
  start: Float64Array,
  end: Float64Array,
  exclusive: Float64Array,
): void {
  const at = (row: number) => start[row] ?? 0;
  const until = (row: number) => end[row] ?? 0;
  const starting = rows.toSorted((a, b) => at(a) - at(b) || until(b) - until(a));
  const ending = rows.toSorted((a, b) => until(a) - until(b));
  const underWay: number[] = [];
  let now = starting[0] === undefined ? 0 : at(starting[0]);
  let next = 0;
  const spendUntil = (time: number) => {
    let last = underWay.at(-1);
    while (last !== undefined && until(last) <= now) {
      underWay.pop();
      last = underWay.at(-1);
    }
    if (last !== undefined) exclusive[last] = (exclusive[last] ?? 0) + Math.max(0, time - now);
    now = Math.max(now, time);
  };
  for (const finished of ending) {
    for (let row = starting[next]; row !== undefined && at(row) <= until(finished); row = starting[++next]) {
      spendUntil(at(row));
      underWay.push(row);
    }
    spendUntil(until(finished));
  }
}
