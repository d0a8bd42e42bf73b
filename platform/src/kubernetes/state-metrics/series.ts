import type { WriteSeries } from "@naru/remote-write";
import { families } from "./families.ts";
import type { Labels, Sample } from "./sample.ts";

/** A series without its points. */
export interface Series extends Pick<WriteSeries, "labels" | "type" | "help"> {
  /** The same for the same labels. */
  readonly key: string;
}

/** @param common  labels of everything that is told of a cluster */
export function seriesOf({ name, labels }: Pick<Sample, "name" | "labels">, common: Labels): Series {
  const own = Object.entries(labels).filter(([, value]) => value !== "");
  const pairs = [["__name__", name], ...Object.entries(common), ...own] as [string, string][];
  return {
    key: pairs.flat().join("\u0000"),
    labels: pairs,
    type: name.endsWith("_total") ? "counter" : "gauge",
    help: families[name],
  };
}

/** One point of a series.
 *  @param start  of what is counted, in milliseconds since 1970; 0 when it is not known */
export const pointOf = (
  { labels, type, help }: Series,
  time: number,
  value: number | "stale",
  start = 0,
): WriteSeries => ({
  labels,
  type,
  help,
  unit: "",
  samples: [{ time, start, value }],
  histograms: [],
  exemplars: [],
});
