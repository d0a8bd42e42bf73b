import type { KubeObject } from "../../object.ts";
import type { Objects, Target, WriteOptions } from "../../objects/objects.ts";
import { timestamp } from "../../objects/metadata.ts";
import { at, records, text } from "../../resources/values.ts";
import { ApiError } from "../../status.ts";

/** Gives a pod to a node.
 *  @throws ApiError Conflict when it has one already */
export async function bind(
  objects: Objects,
  target: Target,
  binding: unknown,
  options: WriteOptions,
): Promise<void> {
  const node = text(at(binding, "target", "name"));
  if (node === "") throw new ApiError("BadRequest", "target.name: Required value");
  await objects.update({ ...target, subresource: "binding" }, (pod) => bound(pod, node), options);
}

export function bound(pod: KubeObject, nodeName: string): KubeObject {
  const spec = pod["spec"] as Record<string, unknown>;
  const { name } = pod.metadata;
  const taken = text(spec["nodeName"]);
  const refuse = (why: string) =>
    new ApiError("Conflict", `Operation cannot be fulfilled on pods/binding ${JSON.stringify(name)}: ${why}`);
  if (pod.metadata.deletionTimestamp !== undefined)
    throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (taken !== "") throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(taken)}`);
  spec["nodeName"] = nodeName;
  const status = pod["status"] as Record<string, unknown>;
  const scheduled = { type: "PodScheduled", status: "True", lastTransitionTime: timestamp(Date.now()) };
  const others = records(status["conditions"]).filter((condition) => condition["type"] !== "PodScheduled");
  status["conditions"] = [...others, scheduled];
  return pod;
}
