import { addHistograms, subtractHistograms } from "../histogram/arithmetic.ts";
import {
  type Buckets,
  compact,
  emptyHistogram,
  type Histogram,
  noBuckets,
  type ResetHint,
} from "../histogram/histogram.ts";
import { parseFloatText } from "../number.ts";

/** A histogram as cases write it: `{{schema:1 sum:3 count:22 buckets:[5 10 7] offset:-1}}`. */
export function readHistogram(text: string): { histogram: Histogram; saysHint: boolean } {
  const fields = new Map<string, string>();
  for (const [, name = "", list, single] of text.matchAll(
    /([a-z_]+):(?:\[([^\]]*)\]|(\S+?)(?=\s|\}\}|$))/g,
  )) {
    fields.set(name, list ?? single ?? "");
  }
  const number = (name: string) => parseFloatText(fields.get(name) ?? "0") ?? Number.NaN;
  const numbers = (name: string) =>
    (fields.get(name) ?? "")
      .split(/\s+/)
      .filter(Boolean)
      .map((each) => parseFloatText(each) ?? Number.NaN);
  const buckets = (name: string, offset: string): Buckets => {
    const counts = numbers(name);
    const first = number(offset);
    return counts.length === 0 ? noBuckets : { indices: counts.map((_, i) => first + i), counts };
  };
  return {
    histogram: {
      ...emptyHistogram,
      schema: number("schema"),
      sum: number("sum"),
      count: number("count"),
      zeroCount: number("z_bucket"),
      zeroThreshold: number("z_bucket_w"),
      bounds: numbers("custom_values"),
      positive: buckets("buckets", "offset"),
      negative: buckets("n_buckets", "n_offset"),
      hint: (fields.get("counter_reset_hint") ?? "unknown") as ResetHint,
    },
    saysHint: fields.has("counter_reset_hint"),
  };
}

/** Each histogram and the ones that come of adding or taking away another so many times. */
export function repeated(first: Histogram, change: Histogram, times: number, sign: "+" | "-"): Histogram[] {
  const all = [first];
  for (let i = 0; i < times; i++) {
    const combine = sign === "+" ? addHistograms : subtractHistograms;
    all.push(compact(combine(all[i] as Histogram, change).histogram));
  }
  return all;
}
