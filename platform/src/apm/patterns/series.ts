/** Transactions by when they ended. Columns of the same length. */
export interface Series {
  readonly count: number;
  /** Milliseconds since 1970, ascending. */
  readonly ends: Float64Array;
  /** Milliseconds. */
  readonly values: Float64Array;
  /** 1 for those that failed. */
  readonly failed: Uint8Array;
  /** Indexes of pods; which ones is known to whoever made the series. */
  readonly pods: Uint16Array;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a detector says of one series: all of a `Pattern` but whose it is. */
export interface Shape {
  readonly kind: "vertical" | "horizontal" | "bands" | "step" | "rising";
  readonly box: {
    readonly from: number;
    readonly to: number;
    readonly leastMs: number;
    readonly mostMs: number;
  };
  readonly count: number;
  readonly expected: number | null;
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
  readonly strength: number;
  /** Places in the series of the transactions that make it. */
  readonly members: readonly number[];
}

export function seriesOf(
  rows: readonly {
    readonly end: number;
    readonly value: number;
    readonly failed?: boolean;
    readonly pod?: number;
  }[],
): Series {
  const sorted = rows.toSorted((a, b) => a.end - b.end);
  return {
    count: sorted.length,
    ends: Float64Array.from(sorted, ({ end }) => end),
    values: Float64Array.from(sorted, ({ value }) => value),
    failed: Uint8Array.from(sorted, ({ failed }) => (failed === true ? 1 : 0)),
    pods: Uint16Array.from(sorted, ({ pod = 0 }) => pod),
  };
}

/** The places of a series for which something holds. */
export function placesWhere(series: Series, holds: (place: number) => boolean): number[] {
  const places: number[] = [];
  for (let i = 0; i < series.count; i++) if (holds(i)) places.push(i);
  return places;
}

export const valuesAt = ({ values }: Series, places: readonly number[]) =>
  Float64Array.from(places, (place) => values[place] as number).toSorted();
