/* What a request of either version says, read. Times are milliseconds since 1970. */

export type MetricType =
  | "unknown"
  | "counter"
  | "gauge"
  | "histogram"
  | "gaugehistogram"
  | "summary"
  | "info"
  | "stateset";

export interface WriteSeries {
  /** As sent, in the order in which they were sent. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
  readonly samples: readonly WriteSample[];
  readonly histograms: readonly WriteHistogram[];
  readonly exemplars: readonly WriteExemplar[];
}

export interface WriteSample {
  readonly time: number;
  /** 0 when not given. */
  readonly start: number;
  /** "stale": the series has ended. */
  readonly value: number | "stale";
}

export interface WriteExemplar {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly time: number;
  readonly value: number;
}

export interface WriteHistogram {
  readonly time: number;
  readonly start: number;
  readonly isStale: boolean;
  readonly isGauge: boolean;
  readonly schema: number;
  readonly count: number;
  readonly sum: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positive: Buckets;
  readonly negative: Buckets;
  /** Of custom buckets (schema -53). */
  readonly bounds: readonly number[];
}

/** Counts of buckets by their index, ascending. */
export interface Buckets {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

/** A request that can't be read as what it says to be. */
export class WriteError extends Error {
  override readonly name = "WriteError";
}
