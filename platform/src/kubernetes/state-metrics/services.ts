import type { Selecting } from "../resources.ts";
import { type Sample, secondsOf, tellOf } from "./sample.ts";

export function serviceSamples({ metadata, spec = {} }: Selecting): Sample[] {
  const { namespace = "", name, uid = "" } = metadata;
  const tell = tellOf({ namespace, service: name, uid });
  return [
    ...tell("kube_service_info", 1, {
      cluster_ip: spec.clusterIP ?? "",
      external_name: spec.externalName ?? "",
      load_balancer_ip: spec.loadBalancerIP ?? "",
    }),
    ...tell("kube_service_created", secondsOf(metadata.creationTimestamp)),
    ...tell("kube_service_spec_type", 1, { type: spec.type ?? "ClusterIP" }),
  ];
}
