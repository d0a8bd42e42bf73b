/** One service's series, and of these the chosen instances. */
export const ofService = 'job=~"$job",instance=~"$instance"';

export const rate = (metric: string, matchers = ofService): string =>
  `rate(${metric}{${matchers}}[$__rate_interval])`;

/** A quantile of a histogram, whether it came with explicit buckets or as an exponential one.
 *  @param metric its name in Prometheus, without `_bucket` */
export function quantile(q: number, metric: string, by = "", matchers = ofService): string {
  const keys = by === "" ? "" : `, ${by}`;
  const classic = `histogram_quantile(${q}, sum by (le${keys}) (${rate(`${metric}_bucket`, matchers)}))`;
  const grouping = by === "" ? "" : ` by (${by})`;
  return `${classic} or histogram_quantile(${q}, sum${grouping} (${rate(metric, matchers)}))`;
}

export const byInstance = (expression: string): string => `sum by (instance) (${expression})`;
