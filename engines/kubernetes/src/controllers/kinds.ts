import type { KubeObject } from "../object.ts";
import type { Resource } from "../resources/resource.ts";
import type { Pod } from "./pod-kind.ts";

export type { Pod, PodTemplate } from "./pod-kind.ts";
export {
  type Deployment,
  type DeploymentStatus,
  deployments,
  type ReplicaSet,
  replicaSets,
  type ReplicaSetStatus,
} from "./apps-kinds.ts";

/* The kinds that controllers work on, as far as they read them. */

export interface Kind<T extends KubeObject = KubeObject> extends Pick<
  Resource,
  "group" | "version" | "plural"
> {
  /** Only for the compiler: what objects of this kind look like. */
  readonly example?: T;
}

export const pods: Kind<Pod> = { group: "", version: "v1", plural: "pods" };
export const namespaces: Kind<Namespace> = { group: "", version: "v1", plural: "namespaces" };
export const services: Kind<Service> = { group: "", version: "v1", plural: "services" };
export const serviceAccounts: Kind = { group: "", version: "v1", plural: "serviceaccounts" };
export const configMaps: Kind = { group: "", version: "v1", plural: "configmaps" };
export const eventKind: Kind<Event> = { group: "", version: "v1", plural: "events" };
export const persistentVolumeClaims: Kind<PersistentVolumeClaim> = {
  group: "",
  version: "v1",
  plural: "persistentvolumeclaims",
};
export const persistentVolumes: Kind<PersistentVolume> = {
  group: "",
  version: "v1",
  plural: "persistentvolumes",
};
export const storageClasses: Kind<StorageClass> = {
  group: "storage.k8s.io",
  version: "v1",
  plural: "storageclasses",
};
export const budgets: Kind<PodDisruptionBudget> = {
  group: "policy",
  version: "v1",
  plural: "poddisruptionbudgets",
};
export const priorityClasses: Kind<PriorityClass> = {
  group: "scheduling.k8s.io",
  version: "v1",
  plural: "priorityclasses",
};
export const endpointSlices: Kind<EndpointSlice> = {
  group: "discovery.k8s.io",
  version: "v1",
  plural: "endpointslices",
};

export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}

export interface PersistentVolumeClaim extends KubeObject {
  spec: {
    storageClassName?: string;
    volumeName?: string;
    accessModes?: string[];
    volumeMode?: string;
    resources?: { requests?: Record<string, string> };
    selector?: unknown;
  };
  status?: { phase?: string; capacity?: Record<string, string>; accessModes?: string[] };
}

export interface PersistentVolume extends KubeObject {
  spec: {
    storageClassName?: string;
    capacity?: Record<string, string>;
    accessModes?: string[];
    volumeMode?: string;
    persistentVolumeReclaimPolicy?: string;
    claimRef?: { namespace?: string; name?: string; uid?: string };
    local?: { path: string };
    [field: string]: unknown;
  };
  status?: { phase?: string };
}

export interface StorageClass extends KubeObject {
  reclaimPolicy?: string;
}

export interface PriorityClass extends KubeObject {
  value: number;
  globalDefault?: boolean;
}

export interface PodDisruptionBudget extends KubeObject {
  spec: {
    minAvailable?: number | string;
    maxUnavailable?: number | string;
    selector?: unknown;
    unhealthyPodEvictionPolicy?: string;
  };
  status?: BudgetStatus;
}

export interface BudgetStatus {
  observedGeneration?: number;
  disruptionsAllowed?: number;
  currentHealthy?: number;
  desiredHealthy?: number;
  expectedPods?: number;
  /** Pods whose eviction was allowed and that are still there, with the time of that. */
  disruptedPods?: Record<string, string>;
  conditions?: Condition[];
}

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
}

export interface Event extends KubeObject {
  count?: number;
  lastTimestamp?: string;
}

export interface Service extends KubeObject {
  spec: {
    type?: string;
    clusterIP?: string;
    externalName?: string;
    selector?: Record<string, string>;
    ipFamilies?: string[];
    publishNotReadyAddresses?: boolean;
    sessionAffinity?: string;
    sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
    ports?: {
      name?: string;
      protocol?: string;
      port: number;
      targetPort?: number | string;
      nodePort?: number;
      appProtocol?: string;
    }[];
  };
}

export interface EndpointSlice extends KubeObject {
  addressType: "IPv4" | "IPv6";
  endpoints?: Endpoint[];
  ports?: EndpointPort[];
}

export interface Endpoint {
  addresses: string[];
  conditions: { ready: boolean; serving: boolean; terminating: boolean };
  nodeName?: string;
  hostname?: string;
  targetRef: { kind: "Pod"; namespace: string; name: string; uid: string };
}

export interface EndpointPort {
  name: string;
  port: number;
  protocol: string;
  appProtocol?: string;
}
