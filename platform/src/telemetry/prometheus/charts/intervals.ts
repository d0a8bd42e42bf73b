/** Lengths that an expression may leave to the one who draws it, in seconds. */
export interface Intervals {
  /** Between two points of the chart. */
  readonly step: number;
  /** Between two points of the data. */
  readonly collectedEvery: number;
  /** Of the whole chart. */
  readonly range: number;
}

export interface Expanded {
  readonly text: string;
  /** Where a character of `text` stands in the expression as it was written. */
  readonly origin: (offset: number) => number;
}

/** `$__rate_interval` is long enough that each point sees a rate, however fine the chart.
 *  Source: https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/#use-__rate_interval */
const lengths: Readonly<Record<string, (of: Intervals) => string>> = {
  __interval: ({ step }) => `${step}s`,
  __interval_ms: ({ step }) => String(step * 1000),
  __rate_interval: ({ step, collectedEvery }) => `${Math.max(step + collectedEvery, 4 * collectedEvery)}s`,
  __range: ({ range }) => `${range}s`,
  __range_s: ({ range }) => String(range),
  __range_ms: ({ range }) => String(range * 1000),
};

const variable = /\$\{(__\w+)\}|\$(__\w+)/g;

/** Puts lengths in the place of their names; names that mean nothing stay. */
export function withIntervals(expression: string, intervals: Intervals): Expanded {
  const shifts: { readonly end: number; readonly by: number }[] = [];
  let by = 0;
  const text = expression.replaceAll(variable, (whole, braced?: string, plain?: string, at?: number) => {
    const length = lengths[braced ?? plain ?? ""]?.(intervals);
    if (length === undefined) return whole;
    by += whole.length - length.length;
    shifts.push({ end: (at ?? 0) + whole.length - by, by });
    return length;
  });
  return {
    text,
    origin: (offset) => offset + (shifts.findLast(({ end }) => offset >= end)?.by ?? 0),
  };
}
