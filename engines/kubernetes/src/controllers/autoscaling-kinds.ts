import type { Bounds } from "@naru/kubernetes/autoscaling";
import type { KubeObject } from "../object.ts";
import type { Condition, Kind } from "./kinds.ts";

/* Autoscalers, as their controller reads them. */

export const autoscalers: Kind<Autoscaler> = {
  group: "autoscaling",
  version: "v2",
  plural: "horizontalpodautoscalers",
};

type Amount = string | number;

export interface MetricTarget {
  type: "Utilization" | "AverageValue" | "Value";
  averageUtilization?: number;
  averageValue?: Amount;
  value?: Amount;
}

export interface MetricName {
  name: string;
  selector?: unknown;
}

export interface ObjectReference {
  apiVersion?: string;
  kind: string;
  name: string;
}

export interface MetricSpec {
  type: "Resource" | "ContainerResource" | "Pods" | "Object" | "External";
  resource?: { name: string; target: MetricTarget };
  containerResource?: { name: string; container: string; target: MetricTarget };
  pods?: { metric: MetricName; target: MetricTarget };
  object?: { metric: MetricName; describedObject: ObjectReference; target: MetricTarget };
  external?: { metric: MetricName; target: MetricTarget };
}

export interface Autoscaler extends KubeObject {
  spec: Bounds & {
    scaleTargetRef: ObjectReference;
    metrics?: MetricSpec[];
  };
  status?: AutoscalerStatus;
}

export interface AutoscalerStatus {
  observedGeneration?: number;
  lastScaleTime?: string;
  currentReplicas?: number;
  desiredReplicas: number;
  currentMetrics?: Record<string, unknown>[];
  conditions?: Condition[];
}
