import type { KubeObject } from "../object.ts";
import type { Resource } from "../resources/resource.ts";

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
export const replicaSets: Kind<ReplicaSet> = { group: "apps", version: "v1", plural: "replicasets" };
export const deployments: Kind<Deployment> = { group: "apps", version: "v1", plural: "deployments" };
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

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
}

export interface Event extends KubeObject {
  count?: number;
  lastTimestamp?: string;
}

export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: PodSpec;
}

interface PodSpec {
  readonly nodeName?: string;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly containers: readonly {
    readonly name: string;
    readonly image?: string;
    readonly ports?: readonly {
      readonly name?: string;
      readonly containerPort: number;
      readonly protocol?: string;
    }[];
  }[];
  readonly [field: string]: unknown;
}

export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: {
    phase?: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
    conditions?: Condition[];
    podIP?: string;
    podIPs?: { ip: string }[];
    containerStatuses?: { restartCount: number }[];
  };
}

export interface ReplicaSet extends KubeObject {
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    selector: unknown;
    template: PodTemplate;
  };
  status?: ReplicaSetStatus;
}

export interface ReplicaSetStatus {
  replicas: number;
  fullyLabeledReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  observedGeneration?: number;
  conditions?: Condition[];
}

export interface Deployment extends KubeObject {
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    paused?: boolean;
    progressDeadlineSeconds?: number;
    revisionHistoryLimit?: number;
    selector: { matchLabels?: Record<string, string>; matchExpressions?: unknown };
    strategy?: {
      type?: "RollingUpdate" | "Recreate";
      rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
    };
    template: PodTemplate;
  };
  status?: DeploymentStatus;
}

export interface DeploymentStatus {
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
  collisionCount?: number;
  conditions?: Condition[];
}

export interface Service extends KubeObject {
  spec: {
    type?: string;
    clusterIP?: string;
    selector?: Record<string, string>;
    ipFamilies?: string[];
    publishNotReadyAddresses?: boolean;
    ports?: {
      name?: string;
      protocol?: string;
      port: number;
      targetPort?: number | string;
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
