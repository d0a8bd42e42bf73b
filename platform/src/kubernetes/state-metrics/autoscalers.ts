import { quantityOf } from "../quantity.ts";
import type { Autoscaler, MetricSource } from "../resources.ts";
import type { MetricName } from "./families.ts";
import { type Sample, statusOf, type Tell, tellOf } from "./sample.ts";

export function autoscalerSamples({ metadata, spec = {}, status = {} }: Autoscaler): Sample[] {
  const tell = tellOf({ namespace: metadata.namespace ?? "", horizontalpodautoscaler: metadata.name });
  const { scaleTargetRef: target } = spec;
  return [
    tell("kube_horizontalpodautoscaler_info", 1, {
      scaletargetref_api_version: target?.apiVersion ?? "",
      scaletargetref_kind: target?.kind ?? "",
      scaletargetref_name: target?.name ?? "",
    }),
    tell("kube_horizontalpodautoscaler_metadata_generation", metadata.generation),
    tell("kube_horizontalpodautoscaler_spec_min_replicas", spec.minReplicas ?? 1),
    tell("kube_horizontalpodautoscaler_spec_max_replicas", spec.maxReplicas),
    tell("kube_horizontalpodautoscaler_status_current_replicas", status.currentReplicas ?? 0),
    tell("kube_horizontalpodautoscaler_status_desired_replicas", status.desiredReplicas ?? 0),
    metricSamples(tell, "kube_horizontalpodautoscaler_spec_target_metric", spec.metrics, "target"),
    metricSamples(
      tell,
      "kube_horizontalpodautoscaler_status_target_metric",
      status.currentMetrics ?? [],
      "current",
    ),
    (status.conditions ?? []).flatMap(({ type, status: is }) =>
      statusOf(tell, "kube_horizontalpodautoscaler_status_condition", is, { more: { condition: type } }),
    ),
  ].flat();
}

/** What metrics are to be, or are, in each of the forms that are said. */
const metricSamples = (
  tell: Tell,
  name: MetricName,
  metrics: readonly MetricSource[] = [],
  side: "target" | "current",
) =>
  metrics.flatMap((metric) => {
    const source =
      metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external;
    const { value, averageValue, averageUtilization } = source?.[side] ?? {};
    const told = (amount: number | null | undefined, form: string) =>
      tell(name, amount, {
        metric_name: source?.name ?? source?.metric?.name ?? "",
        metric_target_type: form,
      });
    return [
      ...told(quantityOf(value), "value"),
      ...told(quantityOf(averageValue), "average"),
      ...told(averageUtilization, "utilization"),
    ];
  });
