import type { Budget } from "../resources.ts";
import { type Sample, secondsOf, tellOf } from "./sample.ts";

export function budgetSamples({ metadata, status = {} }: Budget): Sample[] {
  const tell = tellOf({ namespace: metadata.namespace ?? "", poddisruptionbudget: metadata.name });
  return [
    tell("kube_poddisruptionbudget_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_poddisruptionbudget_status_current_healthy", status.currentHealthy ?? 0),
    tell("kube_poddisruptionbudget_status_desired_healthy", status.desiredHealthy ?? 0),
    tell("kube_poddisruptionbudget_status_pod_disruptions_allowed", status.disruptionsAllowed ?? 0),
    tell("kube_poddisruptionbudget_status_expected_pods", status.expectedPods ?? 0),
    tell("kube_poddisruptionbudget_status_observed_generation", status.observedGeneration),
  ].flat();
}
