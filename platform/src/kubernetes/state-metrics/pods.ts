import type { KubeObject } from "@naru/kubernetes";
import type { Pod } from "../resources.ts";
import { containerSamples } from "./containers.ts";
import type { MetricName } from "./families.ts";
import { oneOf, type Sample, secondsOf, statusOf, type Tell, tellOf } from "./sample.ts";

const phases = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

/** Of a pod and its containers. Why it failed is told alone when it did: kube-state-metrics has a zero for every
 *  reason that there could be. */
export function podSamples(pod: Pod): Sample[] {
  const { metadata, spec, status = {} } = pod;
  const { namespace = "", name, uid = "" } = metadata;
  const tell = tellOf({ namespace, pod: name, uid });
  const maker = metadata.ownerReferences?.find(({ controller }) => controller);
  const ends = (status.containerStatuses ?? []).map(({ state }) => secondsOf(state?.terminated?.finishedAt));
  const condition = (type: string) => status.conditions?.find((each) => each.type === type);
  const [ready, scheduled] = [condition("Ready"), condition("PodScheduled")];
  return [
    tell("kube_pod_info", 1, {
      node: spec.nodeName ?? "",
      host_ip: status.hostIP ?? "",
      pod_ip: status.podIP ?? "",
      created_by_kind: maker?.kind ?? "",
      created_by_name: maker?.name ?? "",
      priority_class: spec.priorityClassName ?? "",
      host_network: String(spec.hostNetwork ?? false),
    }),
    tell("kube_pod_created", secondsOf(metadata.creationTimestamp)),
    tell("kube_pod_deletion_timestamp", secondsOf(metadata.deletionTimestamp)),
    tell("kube_pod_start_time", secondsOf(status.startTime)),
    tell("kube_pod_completion_time", lastOf(ends)),
    ownerSamples(tell, "kube_pod_owner", pod),
    oneOf(tell, "kube_pod_status_phase", "phase", phases, status.phase ?? "Pending"),
    ready ? statusOf(tell, "kube_pod_status_ready", ready.status, { label: "condition" }) : [],
    scheduled ? statusOf(tell, "kube_pod_status_scheduled", scheduled.status, { label: "condition" }) : [],
    scheduled?.reason === "Unschedulable" ? tell("kube_pod_status_unschedulable", 1) : [],
    status.reason ? tell("kube_pod_status_reason", 1, { reason: status.reason }) : [],
    containerSamples(tell, pod),
  ].flat();
}

function lastOf(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Who made an object: one series an owner, or one without labels for nobody. */
export function ownerSamples(tell: Tell, name: MetricName, { metadata }: KubeObject): Sample[] {
  const owners = metadata.ownerReferences ?? [];
  if (owners.length === 0) return tell(name, 1);
  return owners.flatMap((owner) =>
    tell(name, 1, {
      owner_kind: owner.kind,
      owner_name: owner.name,
      owner_is_controller: String(owner.controller ?? false),
    }),
  );
}
