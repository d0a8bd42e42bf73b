import { quantityOf } from "../quantity.ts";
import type { Quota } from "../resources.ts";
import { type Sample, secondsOf, tellOf } from "./sample.ts";

export function quotaSamples({ metadata, status = {} }: Quota): Sample[] {
  const tell = tellOf({ namespace: metadata.namespace ?? "", resourcequota: metadata.name });
  const amounts = (type: "hard" | "used") =>
    Object.entries(status[type] ?? {}).flatMap(([resource, amount]) =>
      tell("kube_resourcequota", quantityOf(amount), { resource, type }),
    );
  return [
    ...tell("kube_resourcequota_created", secondsOf(metadata.creationTimestamp)),
    ...amounts("hard"),
    ...amounts("used"),
  ];
}
