import type { KubeObject } from "@naru/kubernetes";
import type { ObjectRef } from "../shapes/api.ts";

/** Finds an object by kind, namespace and name among those that are known. */
export type Lookup = (kind: string, namespace: string, name: string) => KubeObject | undefined;

export const refOf = ({ kind, metadata }: KubeObject): ObjectRef => ({
  kind,
  namespace: metadata.namespace ?? "",
  name: metadata.name,
});

/** The workload that an object belongs to: up its controllers as far as they are known. A ReplicaSet's Deployment and
 *  a Job's CronJob are the ones that people know. */
export function workloadOf(object: KubeObject, lookup: Lookup): ObjectRef {
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return refOf(object);
  const ref = { kind: owner.kind, namespace: object.metadata.namespace ?? "", name: owner.name };
  const found = lookup(ref.kind, ref.namespace, ref.name);
  if (found && found.metadata.uid === owner.uid) return workloadOf(found, lookup);
  return deploymentOf(object, ref) ?? ref;
}

/** A ReplicaSet that is gone, or not seen yet, is known by the hash that its Deployment gave it. */
function deploymentOf({ metadata }: KubeObject, owner: ObjectRef): ObjectRef | undefined {
  const suffix = `-${metadata.labels?.["pod-template-hash"]}`;
  if (owner.kind !== "ReplicaSet" || !owner.name.endsWith(suffix)) return undefined;
  return { ...owner, kind: "Deployment", name: owner.name.slice(0, -suffix.length) };
}
