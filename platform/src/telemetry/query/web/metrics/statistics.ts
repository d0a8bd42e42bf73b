export interface Statistics {
  readonly last: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
}

/** What a series comes to; steps without a value do not count. */
export function statisticsOf(values: readonly (number | null)[]): Statistics {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { last: null, min: null, max: null, avg: null };
  return {
    last: known.at(-1) ?? null,
    min: known.reduce((a, b) => Math.min(a, b)),
    max: known.reduce((a, b) => Math.max(a, b)),
    avg: known.reduce((a, b) => a + b) / known.length,
  };
}

/** A series' name: the values of the attributes that tell it apart. */
export function seriesName(labels: Readonly<Record<string, string>>, fallback: string): string {
  const values = Object.values(labels).map((value) => (value === "" ? "–" : value));
  return values.length === 0 ? fallback : values.join(" · ");
}
