import type { Controller } from "../resources.ts";
import { ownerSamples } from "./pods.ts";
import { type Sample, secondsOf, statusOf, tellOf } from "./sample.ts";

/* Counts that a controller leaves out are none. */

const tellAs = (label: string, { metadata }: Controller) =>
  tellOf({ namespace: metadata.namespace ?? "", [label]: metadata.name });

export function deploymentSamples(deployment: Controller): Sample[] {
  const tell = tellAs("deployment", deployment);
  const { metadata, spec, status = {} } = deployment;
  return [
    tell("kube_deployment_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_deployment_metadata_generation", metadata.generation),
    tell("kube_deployment_spec_paused", spec.paused ?? false),
    tell("kube_deployment_spec_replicas", spec.replicas ?? 1),
    tell("kube_deployment_status_observed_generation", status.observedGeneration),
    tell("kube_deployment_status_replicas", status.replicas ?? 0),
    tell("kube_deployment_status_replicas_available", status.availableReplicas ?? 0),
    tell("kube_deployment_status_replicas_ready", status.readyReplicas ?? 0),
    tell("kube_deployment_status_replicas_unavailable", status.unavailableReplicas ?? 0),
    tell("kube_deployment_status_replicas_updated", status.updatedReplicas ?? 0),
    (status.conditions ?? []).flatMap(({ type, status: is, reason = "" }) =>
      statusOf(tell, "kube_deployment_status_condition", is, { more: { condition: type, reason } }),
    ),
  ].flat();
}

export function replicaSetSamples(set: Controller): Sample[] {
  const tell = tellAs("replicaset", set);
  const { metadata, spec, status = {} } = set;
  return [
    tell("kube_replicaset_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_replicaset_metadata_generation", metadata.generation),
    ownerSamples(tell, "kube_replicaset_owner", set),
    tell("kube_replicaset_spec_replicas", spec.replicas ?? 1),
    tell("kube_replicaset_status_observed_generation", status.observedGeneration),
    tell("kube_replicaset_status_ready_replicas", status.readyReplicas ?? 0),
    tell("kube_replicaset_status_replicas", status.replicas ?? 0),
  ].flat();
}

export function statefulSetSamples(set: Controller): Sample[] {
  const tell = tellAs("statefulset", set);
  const { metadata, spec, status = {} } = set;
  const { currentRevision, updateRevision } = status;
  return [
    tell("kube_statefulset_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_statefulset_metadata_generation", metadata.generation),
    tell("kube_statefulset_replicas", spec.replicas ?? 1),
    tell("kube_statefulset_status_observed_generation", status.observedGeneration),
    tell("kube_statefulset_status_replicas", status.replicas ?? 0),
    tell("kube_statefulset_status_replicas_available", status.availableReplicas ?? 0),
    tell("kube_statefulset_status_replicas_current", status.currentReplicas ?? 0),
    tell("kube_statefulset_status_replicas_ready", status.readyReplicas ?? 0),
    tell("kube_statefulset_status_replicas_updated", status.updatedReplicas ?? 0),
    currentRevision ? tell("kube_statefulset_status_current_revision", 1, { revision: currentRevision }) : [],
    updateRevision ? tell("kube_statefulset_status_update_revision", 1, { revision: updateRevision }) : [],
  ].flat();
}

export function daemonSetSamples(set: Controller): Sample[] {
  const tell = tellAs("daemonset", set);
  const { metadata, status = {} } = set;
  return [
    tell("kube_daemonset_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_daemonset_metadata_generation", metadata.generation),
    tell("kube_daemonset_status_current_number_scheduled", status.currentNumberScheduled ?? 0),
    tell("kube_daemonset_status_desired_number_scheduled", status.desiredNumberScheduled ?? 0),
    tell("kube_daemonset_status_number_available", status.numberAvailable ?? 0),
    tell("kube_daemonset_status_number_misscheduled", status.numberMisscheduled ?? 0),
    tell("kube_daemonset_status_number_ready", status.numberReady ?? 0),
    tell("kube_daemonset_status_number_unavailable", status.numberUnavailable ?? 0),
    tell("kube_daemonset_status_observed_generation", status.observedGeneration),
    tell("kube_daemonset_status_updated_number_scheduled", status.updatedNumberScheduled ?? 0),
  ].flat();
}
