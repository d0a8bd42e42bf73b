import { type Kind, type ReplicaSet, replicaSets } from "./kinds.ts";

/** A kind that keeps as many pods of a template as were asked for. */
export interface Replicating {
  readonly kind: Kind<ReplicaSet>;
  readonly kindName: string;
  /** Of its controller, and of the events that it tells. */
  readonly controller: string;
  /** As a LabelSelector. */
  readonly selectorOf: (set: ReplicaSet) => unknown;
}

export const replicaSetKind: Replicating = {
  kind: replicaSets,
  kindName: "ReplicaSet",
  controller: "replicaset-controller",
  selectorOf: ({ spec }) => spec.selector,
};

/** What ReplicaSets were before they could select by more than equality.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/ */
export const replicationControllerKind: Replicating = {
  kind: { group: "", version: "v1", plural: "replicationcontrollers" },
  kindName: "ReplicationController",
  controller: "replication-controller",
  selectorOf: ({ spec }) => ({ matchLabels: spec.selector }),
};
