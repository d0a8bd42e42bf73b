import { compareLabels } from "../../labels.ts";
import { float, type Row } from "../rows.ts";

/** By value at the one step of an instant query; NaN comes last, histograms not at all. */
export function sortByValue(rows: readonly Row[], descending: boolean): Row[] {
  return rows
    .filter((row) => row.kinds[0] === float)
    .toSorted((a, b) => {
      const [left, right] = [a.values[0] as number, b.values[0] as number];
      if (Number.isNaN(left) || Number.isNaN(right))
        return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
      return (descending ? right - left : left - right) || 0;
    });
}

/** By labels, numbers within them as numbers; what is equal in these, by all labels. */
export function sortByLabel(rows: readonly Row[], names: readonly string[], descending: boolean): Row[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    for (const name of names) {
      const order = compareNaturally(a.labels.get(name), b.labels.get(name));
      if (order !== 0) return sign * order;
    }
    return sign * compareLabels(a.labels, b.labels);
  });
}

/** `web-2` before `web-10`. */
function compareNaturally(a: string, b: string): number {
  const left = chunks(a);
  const right = chunks(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i] as string, right[i] as string];
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y)) {
      const difference = Number(x) - Number(y);
      if (difference !== 0) return difference;
      return x.length - y.length;
    }
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

const chunks = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
