import type { PlannedPlace, ReplaySettings } from "../../../api.ts";

/** An autoscaler with settings that were replayed. */
export const replayedYaml = (
  { kind, namespace, name }: PlannedPlace,
  autoscaler: string,
  settings: ReplaySettings,
): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${autoscaler === "" ? name : autoscaler}
  namespace: ${namespace}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: ${kind}
    name: ${name}
  minReplicas: ${settings.min}
  maxReplicas: ${settings.max}
  behavior:
    scaleDown:
      stabilizationWindowSeconds: ${settings.downSeconds}
  metrics:
${settings.measure === "cpu" ? byCpu(settings.target) : byRequests(settings.target)}`;

const byCpu = (percent: number) => `    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: ${Math.max(1, Math.round(percent))}
`;

const byRequests = (perSecond: number) => `    - type: Pods
      pods:
        metric:
          name: requests_per_second
        target:
          type: AverageValue
          averageValue: ${Math.max(1, Math.round(perSecond * 1000))}m
`;
