import type { KubeObject } from "@naru/kubernetes";
import type { Cluster } from "../clusters/cluster.ts";
import type { PodRow } from "../pods/api.ts";
import { type Controller, type ControllerRevision, timeOf } from "../resources.ts";
import type { RevisionRow } from "./api.ts";
import type { WorkloadKind } from "./workloads.ts";

const revisionKey = "deployment.kubernetes.io/revision";
const causeKey = "kubernetes.io/change-cause";

/** What a workload was, newest first: ReplicaSets of a Deployment, ControllerRevisions of the others. */
export function revisionsOf(
  cluster: Cluster,
  kind: WorkloadKind,
  object: KubeObject,
  pods: readonly PodRow[],
): RevisionRow[] {
  const { namespace, uid } = object.metadata;
  const isOwned = ({ metadata }: KubeObject) => metadata.ownerReferences?.some((owner) => owner.uid === uid);
  const { replicaSets, controllerRevisions } = cluster.caches;
  const found =
    kind === "Deployment"
      ? replicaSets
          .list(namespace)
          .filter(isOwned)
          .map((set) => ofReplicaSet(set, object))
      : controllerRevisions
          .list(namespace)
          .filter(isOwned)
          .map((revision) => ofControllerRevision(revision, object as Controller, pods.length));
  const newest = found.toSorted((a, b) => b.revision - a.revision);
  const isTold = newest.some(({ isCurrent }) => isCurrent);
  return isTold ? newest : newest.map((each, index) => ({ ...each, isCurrent: index === 0 }));
}

function ofReplicaSet({ metadata, spec, status }: Controller, deployment: KubeObject): RevisionRow {
  const revision = metadata.annotations?.[revisionKey] ?? "0";
  return {
    revision: Number(revision),
    name: metadata.name,
    images: (spec.template?.spec.containers ?? []).map(({ image = "" }) => image),
    changeCause: metadata.annotations?.[causeKey] ?? "",
    createdAt: timeOf(metadata.creationTimestamp),
    isCurrent: deployment.metadata.annotations?.[revisionKey] === revision,
    pods: status?.replicas ?? 0,
  };
}

function ofControllerRevision(
  { metadata, revision, data }: ControllerRevision,
  { status }: Controller,
  pods: number,
): RevisionRow {
  const isCurrent = status?.updateRevision === metadata.name;
  const isOnly = isCurrent && status?.currentRevision === status?.updateRevision;
  return {
    revision,
    name: metadata.name,
    images: (data?.spec?.template?.spec.containers ?? []).map(({ image = "" }) => image),
    changeCause: metadata.annotations?.[causeKey] ?? "",
    createdAt: timeOf(metadata.creationTimestamp),
    isCurrent,
    pods: isOnly ? pods : null,
  };
}
