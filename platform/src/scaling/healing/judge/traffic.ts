import { type Distribution, noDurations, together } from "#telemetry/query/index.ts";

/** Requests for one operation that were answered. */
export interface Answered {
  readonly requests: number;
  readonly failed: number;
  readonly durations: Distribution;
}

/** What was asked of a pod lately. */
export interface PodTraffic {
  readonly operations: ReadonlyMap<string, Answered>;
  /** Requests that it has had for long and not answered. */
  readonly unanswered: number;
  /** It has not served for long: its code is not compiled yet, its caches are empty, and it has few connections. */
  readonly isNew: boolean;
}

export const noTraffic: PodTraffic = { operations: new Map(), unanswered: 0, isNew: false };

/** Operations of two services are two. */
export const operationOf = ({
  service,
  operation,
}: {
  readonly service: string;
  readonly operation: string;
}): string => `${service} ${operation}`;

const noneAnswered: Answered = { requests: 0, failed: 0, durations: noDurations };

export const answeredTogether = (parts: readonly Answered[]): Answered => ({
  requests: parts.reduce((sum, { requests }) => sum + requests, 0),
  failed: parts.reduce((sum, { failed }) => sum + failed, 0),
  durations: together(parts.map(({ durations }) => durations)),
});

/** What was asked of all of them, as if they were one pod. */
export function trafficOf(pods: readonly PodTraffic[]): PodTraffic {
  const names = new Set(pods.flatMap(({ operations }) => [...operations.keys()]));
  const operations = [...names].map((name): [string, Answered] => [
    name,
    answeredTogether(pods.map((pod) => pod.operations.get(name) ?? noneAnswered)),
  ]);
  return {
    operations: new Map(operations),
    unanswered: pods.reduce((sum, { unanswered }) => sum + unanswered, 0),
    isNew: pods.every(({ isNew }) => isNew),
  };
}

/** What was asked of all but one of them.
 *  @param all  with the one */
export function without(all: PodTraffic, one: PodTraffic): PodTraffic {
  const operations = [...all.operations].map(
    ([name, { requests, failed, durations }]): [string, Answered] => {
      const own = one.operations.get(name) ?? noneAnswered;
      const counts = new Map(
        own.durations.buckets.map((bucket, i) => [bucket, own.durations.counts[i] ?? 0]),
      );
      return [
        name,
        {
          requests: requests - own.requests,
          failed: failed - own.failed,
          durations: {
            buckets: durations.buckets,
            counts: durations.buckets.map(
              (bucket, i) => (durations.counts[i] ?? 0) - (counts.get(bucket) ?? 0),
            ),
          },
        },
      ];
    },
  );
  return { ...all, operations: new Map(operations), unanswered: all.unanswered - one.unanswered };
}

/** One operation as a pod and as the others answered it. */
export interface Stratum {
  readonly operation: string;
  readonly own: Answered;
  readonly others: Answered;
}

/** Operations that were asked of both: a pod that alone is asked for something can't be compared in it. */
export const strataOf = (own: PodTraffic, others: PodTraffic): Stratum[] =>
  [...own.operations].flatMap(([name, answered]) => {
    const theirs = others.operations.get(name);
    return theirs && theirs.requests > 0 && answered.requests > 0
      ? [{ operation: name, own: answered, others: theirs }]
      : [];
  });
