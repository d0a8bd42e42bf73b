/* Our own telemetry. Names are `naru_<part>_<what>_<unit>`, counters end in `_total`, units are SI base units,
 * ratios are 0 to 1. Rendered in the Prometheus text exposition format 0.0.4. */

export type Labels = Readonly<Record<string, string | number>>;

export interface MetricFamily {
  readonly name: `naru_${string}`;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Of a histogram: `_bucket`, `_sum` or `_count`. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

type Described = Pick<MetricFamily, "name" | "help">;

/** A count that only grows. */
export function counter(described: Described) {
  const series = new Map<string, { labels: Labels; value: number }>();
  return {
    add(value: number, labels: Labels = {}): void {
      seriesOf(series, labels, () => ({ labels, value: 0 })).value += value;
    },
    family: (): MetricFamily => ({ ...described, type: "counter", samples: [...series.values()] }),
  };
}

/** A distribution over fixed buckets.
 *  @param bounds upper bounds of the buckets, ascending, without infinity */
export function histogram(described: Described, bounds: readonly number[]) {
  const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
  const empty = (labels: Labels) => ({ labels, counts: Array<number>(bounds.length + 1).fill(0), sum: 0 });
  return {
    observe(value: number, labels: Labels = {}): void {
      const one = seriesOf(series, labels, () => empty(labels));
      const bucket = bounds.findIndex((bound) => value <= bound);
      const index = bucket === -1 ? bounds.length : bucket;
      one.counts[index] = (one.counts[index] ?? 0) + 1;
      one.sum += value;
    },
    family: (): MetricFamily => ({
      ...described,
      type: "histogram",
      samples: [...series.values()].flatMap((one) => histogramSamples(one, bounds)),
    }),
  };
}

export function gauge(described: Described, value: number, labels: Labels = {}): MetricFamily {
  return { ...described, type: "gauge", samples: [{ labels, value }] };
}

/** @returns the text of a scrape; families of one name from several features are joined */
export function renderPrometheus(families: readonly MetricFamily[]): string {
  const byName = Map.groupBy(families, (family) => family.name);
  return [...byName.values()].map(renderFamily).join("");
}

function renderFamily(families: readonly MetricFamily[]): string {
  const [first] = families;
  if (!first) return "";
  const lines = families
    .flatMap((family) => family.samples)
    .map(
      ({ suffix = "", labels, value }) =>
        `${first.name}${suffix}${renderLabels(labels)} ${renderValue(value)}\n`,
    );
  return `# HELP ${first.name} ${first.help}\n# TYPE ${first.name} ${first.type}\n${lines.join("")}`;
}

function renderLabels(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escape(String(value))}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function renderValue(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}

const escape = (value: string) => value.replaceAll(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`));

function seriesOf<T>(series: Map<string, T>, labels: Labels, create: () => T): T {
  const key = Object.entries(labels).flat().join("\0");
  const known = series.get(key);
  if (known) return known;
  const created = create();
  series.set(key, created);
  return created;
}

function histogramSamples(
  one: { labels: Labels; counts: readonly number[]; sum: number },
  bounds: readonly number[],
): Sample[] {
  let total = 0;
  const buckets = one.counts.map((count, index) => {
    total += count;
    return { suffix: "_bucket", labels: { ...one.labels, le: bounds[index] ?? "+Inf" }, value: total };
  });
  return [
    ...buckets,
    { suffix: "_sum", labels: one.labels, value: one.sum },
    { suffix: "_count", labels: one.labels, value: total },
  ];
}
