import type { Bounds } from "@naru/kubernetes/autoscaling";
import type { Cluster } from "../clusters/cluster.ts";
import { quantityOf } from "../quantity.ts";
import { type Autoscaler, type MetricSource, timeOf } from "../resources.ts";
import type { ObjectRef } from "../shapes/api.ts";

/** A HorizontalPodAutoscaler: what it may do, what by, and how it is doing. */
export interface AutoscalerRow extends ObjectRef {
  readonly cluster: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly bounds: Bounds;
  readonly metrics: readonly AutoscalerMetric[];
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
    /** Milliseconds since 1970; null when it is not told. */
    readonly at: number | null;
  }[];
}

export interface AutoscalerMetric {
  readonly type: string;
  /** `cpu`, `requests_per_second` … */
  readonly name: string;
  /** Of which container alone; empty for whole pods. */
  readonly container: string;
  /** What `target` is: a share of what is requested (percent), for each pod, or for all of them together. */
  readonly form: "utilization" | "average" | "value";
  readonly target: number;
  /** As the autoscaler saw it last; null: it did not. */
  readonly current: number | null;
}

export const autoscalersOf = ({ name: cluster, caches }: Cluster): AutoscalerRow[] =>
  caches.autoscalers.list().map((autoscaler) => rowOf(cluster, autoscaler));

function rowOf(cluster: string, { metadata, spec = {}, status = {} }: Autoscaler): AutoscalerRow {
  const { scaleTargetRef, minReplicas = 1, maxReplicas = minReplicas, behavior, metrics = [] } = spec;
  const seen = status.currentMetrics ?? [];
  return {
    cluster,
    kind: "HorizontalPodAutoscaler",
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    target: { kind: scaleTargetRef?.kind ?? "", name: scaleTargetRef?.name ?? "" },
    bounds: { minReplicas, maxReplicas, ...(behavior && { behavior }) },
    metrics: metrics.flatMap((metric) => metricOf(metric, seen)),
    conditions: (status.conditions ?? []).map(
      ({ type, status: is, reason = "", message = "", lastTransitionTime }) => ({
        type,
        status: is,
        reason,
        message,
        at: timeOf(lastTransitionTime),
      }),
    ),
  };
}

function metricOf(metric: MetricSource, seen: readonly MetricSource[]): AutoscalerMetric[] {
  const { type } = metric;
  const [source, name] = [sourceOf(metric), nameOf(metric)];
  const container = source?.container ?? "";
  const same = seen.find(
    (each) => each.type === type && nameOf(each) === name && (sourceOf(each)?.container ?? "") === container,
  );
  const now = same && sourceOf(same)?.current;
  const forms = [
    ["utilization", source?.target?.averageUtilization, now?.averageUtilization],
    ["average", source?.target?.averageValue, now?.averageValue],
    ["value", source?.target?.value, now?.value],
  ] as const;
  return forms.flatMap(([form, wanted, is]) => {
    const target = quantityOf(wanted);
    return target === null ? [] : [{ type, name, container, form, target, current: quantityOf(is) }];
  });
}

const sourceOf = ({ resource, containerResource, pods, object, external }: MetricSource) =>
  resource ?? containerResource ?? pods ?? object ?? external;

function nameOf(metric: MetricSource): string {
  const source = sourceOf(metric);
  return source?.name ?? source?.metric?.name ?? "";
}
