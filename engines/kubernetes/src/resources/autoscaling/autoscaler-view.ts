import type { KubeObject } from "../../object.ts";
import { get, isObject, type JsonObject } from "../../patch/json.ts";
import { at, fields, present, records } from "../values.ts";
import type { View } from "../view.ts";
import { horizontalPodAutoscaler } from "./horizontal-pod-autoscaler.ts";

/** `autoscaling/v1` knows the processor's mean utilization and nothing else. What else an autoscaler measures by stays
 *  with it unseen. Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v1/ */
export const autoscalerView: View = {
  of: horizontalPodAutoscaler,
  shows(stored) {
    const { metrics, behavior: _unseen, ...spec } = fields(stored["spec"]);
    const { conditions: _told, currentMetrics, ...status } = fields(stored["status"]);
    const wanted = utilization(records(metrics), "target");
    const current = utilization(records(currentMetrics), "current");
    return {
      ...stored,
      apiVersion: "autoscaling/v1",
      spec: { ...spec, ...(present(wanted) && { targetCPUUtilizationPercentage: wanted }) },
      status: {
        currentReplicas: 0,
        ...status,
        ...(present(current) && { currentCPUUtilizationPercentage: current }),
      },
    };
  },
  stores: (shown, before) => ({
    ...shown,
    apiVersion: "autoscaling/v2",
    ...(isObject(shown["spec"]) && { spec: storedSpec(shown["spec"], fields(before?.["spec"])) }),
    ...(isObject(shown["status"]) && { status: storedStatus(shown["status"], before) }),
  }),
};

const isCpu = (metric: JsonObject) => at(metric, "resource", "name") === "cpu";

const utilization = (metrics: readonly JsonObject[], part: "target" | "current") =>
  at(metrics.find(isCpu), "resource", part, "averageUtilization");

function storedSpec(shown: JsonObject, before: JsonObject): JsonObject {
  const { targetCPUUtilizationPercentage: wanted, ...spec } = shown;
  const target = { type: "Utilization", averageUtilization: wanted };
  const cpu = present(wanted) ? [{ type: "Resource", resource: { name: "cpu", target } }] : [];
  const metrics = [...cpu, ...records(get(before, "metrics")).filter((metric) => !isCpu(metric))];
  const behavior = get(before, "behavior");
  return { ...spec, ...(metrics.length > 0 && { metrics }), ...(present(behavior) && { behavior }) };
}

function storedStatus(shown: JsonObject, before: KubeObject | undefined): JsonObject {
  const { currentCPUUtilizationPercentage: _derived, ...status } = shown;
  const { conditions, currentMetrics } = fields(before?.["status"]);
  return {
    desiredReplicas: 0,
    ...status,
    ...(present(conditions) && { conditions }),
    ...(present(currentMetrics) && { currentMetrics }),
  };
}
