import type { PlannedPlace } from "../../../api.ts";

/** An autoscaler that keeps what a workload has as its least, and lets it grow threefold. */
export const autoscalerYaml = ({ kind, namespace, name }: PlannedPlace, replicas: number): string =>
  `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: ${kind}
    name: ${name}
  minReplicas: ${Math.max(1, replicas)}
  maxReplicas: ${Math.max(1, replicas) * 3}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
`;
