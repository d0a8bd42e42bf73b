import { customSchema, emptyHistogram, type Histogram } from "../histogram/histogram.ts";
import { bucketLabel, type Labels, metricName } from "../labels.ts";
import { parseFloatText } from "../number.ts";
import type { Loaded } from "./memory.ts";

interface Classic {
  readonly labels: Labels;
  /** By time: bounds and cumulative counts, sum and count. */
  readonly at: Map<number, { buckets: Map<number, number>; sum?: number; count?: number }>;
}

/** Puts classic histograms together to native ones with custom buckets, as `load_with_nhcb` asks. */
export function withCustomBuckets(
  series: readonly { labels: Labels; samples: readonly Loaded[] }[],
): { labels: Labels; samples: Loaded[] }[] {
  const found = new Map<string, Classic>();
  for (const { labels, samples } of series) {
    const [, base, part] = /^(.*)_(bucket|count|sum)$/.exec(labels.metric) ?? [];
    const bound = parseFloatText(labels.get(bucketLabel));
    if (base === undefined || (part === "bucket" && (bound === undefined || Number.isNaN(bound)))) continue;
    const own = labels.with(bucketLabel, "").with(metricName, base);
    const classic = found.get(own.key) ?? { labels: own, at: new Map() };
    found.set(own.key, classic);
    for (const { time, value } of samples) {
      if (typeof value !== "number") continue;
      const entry = classic.at.get(time) ?? { buckets: new Map() };
      classic.at.set(time, entry);
      if (part === "bucket") entry.buckets.set(bound ?? Number.NaN, value);
      else if (part === "sum") entry.sum = value;
      else entry.count = value;
    }
  }
  return [...found.values()].map(({ labels, at }) => ({
    labels,
    samples: [...at]
      .map(([time, entry]) => ({ time, start: 0, value: converted(entry) }))
      .toSorted((a, b) => a.time - b.time),
  }));
}

function converted({
  buckets,
  sum,
  count,
}: {
  buckets: Map<number, number>;
  sum?: number;
  count?: number;
}): Histogram {
  const sorted = [...buckets].toSorted(([a], [b]) => a - b);
  const total = count ?? buckets.get(Infinity) ?? sorted.at(-1)?.[1] ?? 0;
  const bounds = sorted.map(([bound]) => bound).filter((bound) => bound !== Infinity);
  const cumulative = [...bounds.map((bound) => buckets.get(bound) as number), total];
  const counts = cumulative.map((value, i) => value - (cumulative[i - 1] ?? 0));
  const filled = [...counts.keys()].filter((i) => counts[i] !== 0);
  return {
    ...emptyHistogram,
    schema: customSchema,
    bounds,
    count: total,
    sum: sum ?? 0,
    positive: { indices: filled, counts: filled.map((i) => counts[i] as number) },
  };
}
