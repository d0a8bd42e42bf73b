import { bucketNanos, type Distribution, quantileNano, together } from "#telemetry/query/index.ts";
import type { PodTraffic } from "../healing/judge/traffic.ts";

/** What is asked of one pod, or of several together. */
export interface Load {
  readonly requestsPerSecond: number;
  /** On average, by Little's law: how many come in a second times how long each stays; and those that stay for long already. */
  readonly requestsInFlight: number;
  /** Null where nothing was asked. */
  readonly p95Seconds: number | null;
  /** Of all requests, 0 to 1; null where nothing was asked. */
  readonly errorRatio: number | null;
}

/** @param windowSeconds  in which it was answered */
export function loadOf(pods: readonly PodTraffic[], windowSeconds: number): Load {
  const answered = pods.flatMap(({ operations }) => [...operations.values()]);
  const requests = answered.reduce((sum, each) => sum + each.requests, 0);
  const failed = answered.reduce((sum, each) => sum + each.failed, 0);
  const seconds = answered.reduce((sum, { durations }) => sum + nanosOf(durations), 0) / 1e9;
  const p95 = quantileNano(together(answered.map(({ durations }) => durations)), 0.95);
  return {
    requestsPerSecond: requests / windowSeconds,
    requestsInFlight: seconds / windowSeconds + pods.reduce((sum, { unanswered }) => sum + unanswered, 0),
    p95Seconds: p95 === null ? null : p95 / 1e9,
    errorRatio: requests === 0 ? null : failed / requests,
  };
}

const nanosOf = ({ buckets, counts }: Distribution) =>
  buckets.reduce((sum, bucket, i) => sum + bucketNanos(bucket) * (counts[i] ?? 0), 0);

/** Names of the metrics by which autoscalers can measure. */
export const loadMetrics = {
  requests_per_second: ({ requestsPerSecond }) => requestsPerSecond,
  requests_in_flight: ({ requestsInFlight }) => requestsInFlight,
  request_duration_p95_seconds: ({ p95Seconds }) => p95Seconds,
  request_error_ratio: ({ errorRatio }) => errorRatio,
} as const satisfies Readonly<Record<string, (load: Load) => number | null>>;
export type LoadMetric = keyof typeof loadMetrics;

export const isLoadMetric = (name: string): name is LoadMetric => Object.hasOwn(loadMetrics, name);
