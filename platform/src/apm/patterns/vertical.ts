import { placesWhere, type Series, type Shape, type Span, valuesAt } from "./series.ts";
import { poissonTail, quantile } from "./statistics.ts";

const leastCount = 8;
const leastStrength = 9;
const bins = 1500;
const leastBinMs = 100;

/** A vertical line: transactions that began at different times end at one moment, because what they waited for (a lock,
 *  a pool, a garbage collection, a dependency that was away) was let go. Many slow ones in one short bin, far more than
 *  their rate gives by chance, and of all lengths. */
export function verticalLines(series: Series, { from, to }: Span): Shape[] {
  if (series.count < 4 * leastCount) return [];
  const sorted = series.values.toSorted();
  const usual = quantile(sorted, 0.5);
  const slow = Math.max(3 * usual, quantile(sorted, 0.8));
  const width = Math.max(leastBinMs, (to - from) / bins);
  const places = placesWhere(series, (i) => (series.values[i] as number) > slow);
  const byBin = Map.groupBy(places, (i) => Math.floor(((series.ends[i] as number) - from) / width));
  const number = Math.ceil((to - from) / width);
  return together(
    [...byBin].toSorted(([a], [b]) => a - b),
    (bin) => isDense(bin.length, places.length, number),
  )
    .map(({ first, last, members }) =>
      lineOf(
        series,
        members,
        { from: from + first * width, to: from + (last + 1) * width },
        (places.length * (last - first + 1)) / number,
      ),
    )
    .filter((shape) => shape !== undefined);
}

function isDense(count: number, slow: number, number: number): boolean {
  const others = (slow - count) / number;
  return count >= leastCount && -poissonTail(count, others) - Math.log10(number) >= leastStrength;
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly members: readonly number[];
}

/** Dense bins beside each other are one line. */
function together(
  byBin: readonly (readonly [bin: number, members: number[]])[],
  isDense: (members: readonly number[]) => boolean,
): Run[] {
  const runs: Run[] = [];
  for (const [bin, members] of byBin) {
    if (!isDense(members)) continue;
    const before = runs.at(-1);
    if (before && bin - before.last <= 1) {
      runs[runs.length - 1] = { first: before.first, last: bin, members: [...before.members, ...members] };
    } else runs.push({ first: bin, last: bin, members });
  }
  return runs;
}

/** A line is thin and tall: a long stretch of slow ones is another matter. */
const longestRun = 6;

function lineOf(series: Series, members: readonly number[], span: Span, expected: number): Shape | undefined {
  const values = valuesAt(series, members);
  const [low, high, longest] = [quantile(values, 0.1), quantile(values, 0.9), quantile(values, 1)];
  const isTall = high - low >= 0.4 * longest;
  const isThin = span.to - span.from <= Math.max(longestRun * leastBinMs, longest);
  if (!isTall || !isThin) return undefined;
  return {
    kind: "vertical",
    box: { ...span, leastMs: quantile(values, 0), mostMs: longest },
    count: members.length,
    expected,
    beforeMs: null,
    afterMs: null,
    strength: -poissonTail(members.length, expected),
    members,
  };
}
