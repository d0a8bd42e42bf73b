import type { KubeObject } from "../object.ts";
import type { Condition, Kind } from "./kinds.ts";
import type { ResourceList } from "./pod-kind.ts";

/* What pods run on, and what tells that it is alive. */

export const nodes: Kind<Node> = { group: "", version: "v1", plural: "nodes" };
export const leases: Kind<Lease> = { group: "coordination.k8s.io", version: "v1", plural: "leases" };

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
}

export interface NodeCondition extends Condition {
  lastHeartbeatTime?: string;
}

export interface Node extends KubeObject {
  spec?: { unschedulable?: boolean; taints?: Taint[] };
  status?: {
    allocatable?: ResourceList;
    capacity?: ResourceList;
    conditions?: NodeCondition[];
  };
}

export interface Lease extends KubeObject {
  spec?: { renewTime?: string; holderIdentity?: string };
}
