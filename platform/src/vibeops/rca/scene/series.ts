/** What a metric is about, whatever its source calls it. */
export type Matter =
  | "requests"
  | "errors"
  | "latency"
  | "cpu"
  /** Share of the time in which somebody waits for a processor. */
  | "cpu-pressure"
  | "memory"
  | "network"
  | "disk"
  | "pool"
  | "event-loop"
  | "restarts";

/** One series over time: gauges as they are, counts as rates by the second, distributions as means. */
export interface Series {
  readonly metric: string;
  readonly matter: Matter;
  readonly service: string;
  /** Empty: of the service as a whole. */
  readonly pod: string;
  readonly node: string;
  /** Other attributes that tell it from its neighbours. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Milliseconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}
