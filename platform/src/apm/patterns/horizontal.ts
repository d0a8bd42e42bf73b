import { placesWhere, type Series, type Shape } from "./series.ts";
import { poissonTail, quantile } from "./statistics.ts";

const leastCount = 10;
const leastStrength = 8;
/** Bins of durations, 1.1 % wide. */
const binsAnOctave = 64;
const neighbours = 20;
const apart = 2;
/** A timeout is much longer than what is usual, and no shorter than this. */
const leastTimes = 3;
const leastMs = 40;
/** They end in so many different seconds: those that end all at once are no line. */
const leastSeconds = 4;

/** A horizontal line: transactions of nearly one duration, again and again, where others are few: a timeout, a retry after
 *  a fixed pause. Far more in one narrow bin of durations than its neighbours have, for a while. */
export function horizontalLines(series: Series): Shape[] {
  if (series.count < 3 * leastCount) return [];
  const usual = quantile(series.values.toSorted(), 0.5);
  const binOf = (i: number) =>
    Math.floor(binsAnOctave * Math.log2(Math.max(series.values[i] as number, 1e-3)));
  const least = Math.floor(binsAnOctave * Math.log2(Math.max(leastMs, leastTimes * usual)));
  const byBin = Map.groupBy(
    placesWhere(series, (i) => binOf(i) >= least),
    binOf,
  );
  const numberOf = (bin: number) => byBin.get(bin)?.length ?? 0;
  return peaks(
    [...byBin.keys()].toSorted((a, b) => a - b),
    numberOf,
  )
    .map((bin) => lineAt(series, bin, byBin))
    .filter((shape) => shape !== undefined);
}

/** Bins that have more than those beside them. */
function peaks(bins: readonly number[], numberOf: (bin: number) => number): number[] {
  return bins.filter((bin) => {
    const own = numberOf(bin) + numberOf(bin + 1);
    if (own < leastCount) return false;
    for (let other = bin - apart; other <= bin + apart; other++) {
      const rival = numberOf(other) + numberOf(other + 1);
      if (rival > own || (rival === own && other < bin && numberOf(other) > 0)) return false;
    }
    return true;
  });
}

function lineAt(
  series: Series,
  bin: number,
  byBin: ReadonlyMap<number, readonly number[]>,
): Shape | undefined {
  const members = [bin - 1, bin, bin + 1, bin + 2].flatMap((each) => byBin.get(each) ?? []);
  let around = 0;
  for (let other = bin - neighbours; other <= bin + neighbours + 1; other++) {
    if (other < bin - apart || other > bin + apart + 1) around += byBin.get(other)?.length ?? 0;
  }
  const counted = 2 * (neighbours - apart);
  const core = (byBin.get(bin)?.length ?? 0) + (byBin.get(bin + 1)?.length ?? 0);
  // Where none are around, one is still possible.
  const expected = (2 * (around + 1)) / counted;
  const strength = -poissonTail(core, expected) - Math.log10(byBin.size + 1);
  if (strength < leastStrength) return undefined;
  const ends = members.map((i) => series.ends[i] as number);
  if (new Set(ends.map((end) => Math.floor(end / 1000))).size < leastSeconds) return undefined;
  return {
    kind: "horizontal",
    box: {
      from: Math.min(...ends),
      to: Math.max(...ends) + 1,
      leastMs: 2 ** ((bin - 1) / binsAnOctave),
      mostMs: 2 ** ((bin + 3) / binsAnOctave),
    },
    count: members.length,
    expected,
    beforeMs: null,
    afterMs: null,
    strength,
    members,
  };
}
