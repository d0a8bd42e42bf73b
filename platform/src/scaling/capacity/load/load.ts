import { bucketNanos, type Distribution, quantileNano, together } from "#telemetry/query/index.ts";

/** What was answered in one second. */
export interface Slice {
  readonly requests: number;
  readonly failed: number;
  readonly durations: Distribution;
}

/** What is asked of one pod, or of several together. Where nothing was asked nobody waited and nothing failed: all of it is zero. */
export interface Load {
  readonly requestsPerSecond: number;
  /** On average, by Little's law: how many come in a second times how long each stays; and those that stay for long already. */
  readonly requestsInFlight: number;
  readonly p95Seconds: number;
  /** Of all requests, 0 to 1. */
  readonly errorRatio: number;
}

/** @param windowSeconds  in which it was answered
 *  @param unanswered     requests that are there for long already */
export function loadOf(slices: readonly Slice[], windowSeconds: number, unanswered: number): Load {
  const requests = slices.reduce((sum, each) => sum + each.requests, 0);
  const failed = slices.reduce((sum, each) => sum + each.failed, 0);
  const durations = together(slices.map((each) => each.durations));
  return {
    requestsPerSecond: requests / windowSeconds,
    requestsInFlight: nanosOf(durations) / 1e9 / windowSeconds + unanswered,
    p95Seconds: (quantileNano(durations, 0.95) ?? 0) / 1e9,
    errorRatio: requests === 0 ? 0 : failed / requests,
  };
}

const nanosOf = ({ buckets, counts }: Distribution) =>
  buckets.reduce((sum, bucket, i) => sum + bucketNanos(bucket) * (counts[i] ?? 0), 0);

/** By what autoscalers can measure: each metric's name, and what it is of a load. */
export const loadMetrics = {
  requests_per_second: ({ requestsPerSecond }) => requestsPerSecond,
  requests_in_flight: ({ requestsInFlight }) => requestsInFlight,
  request_duration_p95_seconds: ({ p95Seconds }) => p95Seconds,
  request_error_ratio: ({ errorRatio }) => errorRatio,
} as const satisfies Readonly<Record<string, (load: Load) => number>>;
type LoadMetric = keyof typeof loadMetrics;

export const isLoadMetric = (name: string): name is LoadMetric => Object.hasOwn(loadMetrics, name);
