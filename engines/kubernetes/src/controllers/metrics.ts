import type { MetricName, ObjectReference } from "./autoscaling-kinds.ts";

/** What a pod's containers use. */
export interface PodUsage {
  readonly pod: string;
  /** Milliseconds since 1970 at which the window ended. */
  readonly at: number;
  readonly windowMs: number;
  /** By container and resource, in thousandths of the unit: of a core, of a byte. */
  readonly containers: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What autoscalers measure by, of pods that a label selector such as `app=web` chooses: metrics.k8s.io, custom.metrics.k8s.io and external.metrics.k8s.io. All numbers are
 *  thousandths of the metric's unit; what is not known is thrown as an Error that says so. */
export interface Metrics {
  resource(namespace: string, selector: string): Promise<readonly PodUsage[]>;
  /** By name of the pod. */
  pods(namespace: string, selector: string, metric: MetricName): Promise<ReadonlyMap<string, number>>;
  object(namespace: string, object: ObjectReference, metric: MetricName): Promise<number>;
  external(namespace: string, metric: MetricName): Promise<readonly number[]>;
}
