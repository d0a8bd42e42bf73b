import { quantityOf } from "../quantity.ts";
import type { Claim } from "../resources.ts";
import { oneOf, type Sample, secondsOf, tellOf } from "./sample.ts";

const phases = ["Pending", "Bound", "Lost"];

export function claimSamples({ metadata, spec = {}, status = {} }: Claim): Sample[] {
  const tell = tellOf({ namespace: metadata.namespace ?? "", persistentvolumeclaim: metadata.name });
  return [
    ...tell("kube_persistentvolumeclaim_info", 1, {
      storageclass: spec.storageClassName ?? "",
      volumename: spec.volumeName ?? "",
    }),
    ...tell("kube_persistentvolumeclaim_created", secondsOf(metadata.creationTimestamp)),
    ...tell(
      "kube_persistentvolumeclaim_resource_requests_storage_bytes",
      quantityOf(spec.resources?.requests?.["storage"]),
    ),
    ...oneOf(tell, "kube_persistentvolumeclaim_status_phase", "phase", phases, status.phase ?? "Pending"),
  ];
}
