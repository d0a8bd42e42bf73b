import type { Node } from "../resources.ts";
import { amountSamples } from "./amounts.ts";
import { type Sample, secondsOf, statusOf, tellOf } from "./sample.ts";

const rolePrefix = "node-role.kubernetes.io/";

export function nodeSamples({ metadata, spec = {}, status = {} }: Node): Sample[] {
  const tell = tellOf({ node: metadata.name });
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(rolePrefix));
  const { nodeInfo = {}, addresses = [], conditions = [] } = status;
  return [
    tell("kube_node_info", 1, {
      kernel_version: nodeInfo.kernelVersion ?? "",
      os_image: nodeInfo.osImage ?? "",
      container_runtime_version: nodeInfo.containerRuntimeVersion ?? "",
      kubelet_version: nodeInfo.kubeletVersion ?? "",
      provider_id: spec.providerID ?? "",
      pod_cidr: spec.podCIDR ?? "",
      system_uuid: nodeInfo.systemUUID ?? "",
      internal_ip: addresses.find(({ type }) => type === "InternalIP")?.address ?? "",
    }),
    tell("kube_node_created", secondsOf(metadata.creationTimestamp)),
    roles.flatMap((role) => tell("kube_node_role", 1, { role: role.slice(rolePrefix.length) })),
    tell("kube_node_spec_unschedulable", spec.unschedulable ?? false),
    (spec.taints ?? []).flatMap(({ key, value = "", effect }) =>
      tell("kube_node_spec_taint", 1, { key, value, effect }),
    ),
    conditions.flatMap(({ type, status: is }) =>
      statusOf(tell, "kube_node_status_condition", is, { more: { condition: type } }),
    ),
    amountSamples(tell, "kube_node_status_capacity", status.capacity),
    amountSamples(tell, "kube_node_status_allocatable", status.allocatable),
  ].flat();
}
