/** More are not looked at. */
const mostNames = 500;

/** The one among names that is most likely meant; undefined where none is like it. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const rated = names.slice(0, mostNames).map((each) => ({ name: each, distance: distanceOf(name, each) }));
  const [best] = rated.toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= farthest(name, best.name) ? best.name : undefined;
}

/** A typing error or two; or one name is the other's with words before or behind. */
function farthest(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const isPart = wordsOf(long).includes(wordsOf(short));
  return isPart ? Number.POSITIVE_INFINITY : Math.min(2, Math.floor(short.length / 3));
}

const wordsOf = (name: string): string => `-${name.replaceAll(/[._]/g, "-")}-`;

const mostLetters = 253;

/** Letters to put in, take out, change or swap with the next one. Source: Damerau 1964, optimal string alignment */
function distanceOf(a: string, b: string): number {
  const [left, right] = [a.slice(0, mostLetters), b.slice(0, mostLetters)];
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swap = isSwapped ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[right.length] ?? 0;
}
