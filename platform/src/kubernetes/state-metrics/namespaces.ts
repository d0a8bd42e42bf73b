import type { Namespace } from "../resources.ts";
import { oneOf, type Sample, secondsOf, tellOf } from "./sample.ts";

export function namespaceSamples({ metadata, status = {} }: Namespace): Sample[] {
  const tell = tellOf({ namespace: metadata.name });
  return [
    ...tell("kube_namespace_created", secondsOf(metadata.creationTimestamp)),
    ...oneOf(
      tell,
      "kube_namespace_status_phase",
      "phase",
      ["Active", "Terminating"],
      status.phase ?? "Active",
    ),
  ];
}
