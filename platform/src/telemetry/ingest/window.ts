import type { Signal, Window } from "@naru/otlp";

export interface RetentionSeconds {
  readonly tracesSeconds: number;
  readonly logsSeconds: number;
  readonly metricsSeconds: number;
  readonly profilesSeconds: number;
}

const daySeconds = 86_400;

/** Times that are accepted for a signal at a time of receipt (seconds since 1970): what is older than the retention
 *  would be deleted at once, and what is more than a day ahead comes from a wrong clock. It also bounds how many
 *  daily partitions a sender can make. */
export function windowOf(signal: Signal, retention: RetentionSeconds, receivedSeconds: number): Window {
  const kept = {
    traces: retention.tracesSeconds,
    logs: retention.logsSeconds,
    metrics: retention.metricsSeconds,
    profiles: retention.profilesSeconds,
  }[signal];
  return { oldest: Math.max(1, receivedSeconds - kept), newest: receivedSeconds + daySeconds };
}
