import type { KubeObject } from "../object.ts";
import type { Store } from "../store/store.ts";

/** A pod, its ReplicaSet, its Deployment; nobody owns higher. */
const mostOwners = 4;

const resources: Readonly<Record<string, string>> = {
  ReplicaSet: "replicasets.apps",
  Deployment: "deployments.apps",
  StatefulSet: "statefulsets.apps",
  DaemonSet: "daemonsets.apps",
  Job: "jobs.batch",
  CronJob: "cronjobs.batch",
};

/** The controller of an object, its controller, and so on, as far as they are workloads. */
export function ownersIn(store: Store, object: KubeObject): KubeObject[] {
  const owners: KubeObject[] = [];
  const { namespace = "" } = object.metadata;
  for (let current = object; owners.length < mostOwners;) {
    const reference = current.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const resource = reference && resources[reference.kind];
    const owner = resource && store.get({ resource, namespace, name: reference.name })?.object;
    if (!owner) break;
    owners.push(owner);
    current = owner;
  }
  return owners;
}
