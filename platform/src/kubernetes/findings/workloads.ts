import { type Controller, timeOf } from "../resources.ts";
import { conditionOf, type Found, found } from "./found.ts";
import { nearest } from "./nearest.ts";
import { namespaceOf, type Objects } from "./objects.ts";

/** Workloads whose pods the cluster does not let in, and those whose pods get no names. */
export const workloadFindings = (objects: Objects): Found[] => [
  ...objects.all("deployments").flatMap(refusedFindings),
  ...objects
    .all("replicaSets")
    .filter(({ metadata }) => !metadata.ownerReferences?.some(({ controller }) => controller))
    .flatMap(refusedFindings),
  ...objects.all("statefulSets").flatMap((set) => headlessFindings(objects, set)),
];

/** Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment */
function refusedFindings(workload: Controller): Found[] {
  const refused = conditionOf(workload, "ReplicaFailure");
  if (refused?.status !== "True") return [];
  const { reason = "", message = "", lastTransitionTime } = refused;
  const isQuota = /exceeded quota|failed quota/.test(message);
  const quota = /quota: ([a-z0-9.-]+)/.exec(message)?.[1];
  const ref = { kind: "ResourceQuota", namespace: namespaceOf(workload), name: quota ?? "" };
  return [
    found(isQuota ? "quota-exceeded" : "pods-refused", workload, {
      touches: isQuota && quota !== undefined ? [ref] : [],
      since: timeOf(lastTransitionTime),
      found: reason,
      message,
    }),
  ];
}

function headlessFindings(objects: Objects, set: Controller): Found[] {
  const name = set.spec.serviceName ?? "";
  const namespace = namespaceOf(set);
  if (name === "" || !objects.lacks("services", namespace, name)) return [];
  const services = objects.in("services", namespace).map(({ metadata }) => metadata.name);
  return [
    found("headless-service-missing", set, {
      touches: [{ kind: "Service", namespace, name }],
      field: "serviceName",
      found: name,
      wanted: nearest(name, services) ?? "",
    }),
  ];
}
