import type { KubeObject } from "../object.ts";
import type { Condition, Kind, PersistentVolumeClaim } from "./kinds.ts";
import type { PodTemplate } from "./pod-kind.ts";

/* Workloads of the group `apps`, as far as controllers read them. */

const apps = { group: "apps", version: "v1" };

export const replicaSets: Kind<ReplicaSet> = { ...apps, plural: "replicasets" };
export const deployments: Kind<Deployment> = { ...apps, plural: "deployments" };
export const statefulSets: Kind<StatefulSet> = { ...apps, plural: "statefulsets" };
export const daemonSets: Kind<DaemonSet> = { ...apps, plural: "daemonsets" };
export const controllerRevisions: Kind<ControllerRevision> = { ...apps, plural: "controllerrevisions" };

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

export interface ControllerRevision extends KubeObject {
  revision: number;
  /** What makes the template of its owner what it was, as a strategic merge patch. */
  data?: { spec?: { template?: PodTemplate } };
}

export interface StatefulSet extends KubeObject {
  spec: {
    replicas?: number;
    serviceName?: string;
    minReadySeconds?: number;
    podManagementPolicy?: "OrderedReady" | "Parallel";
    revisionHistoryLimit?: number;
    ordinals?: { start?: number };
    selector: { matchLabels?: Record<string, string>; matchExpressions?: unknown };
    updateStrategy?: {
      type?: "RollingUpdate" | "OnDelete";
      rollingUpdate?: { partition?: number; maxUnavailable?: number | string };
    };
    persistentVolumeClaimRetentionPolicy?: {
      whenDeleted?: "Retain" | "Delete";
      whenScaled?: "Retain" | "Delete";
    };
    volumeClaimTemplates?: PersistentVolumeClaim[];
    template: PodTemplate;
  };
  status?: StatefulSetStatus;
}

export interface StatefulSetStatus {
  observedGeneration?: number;
  replicas: number;
  readyReplicas?: number;
  currentReplicas?: number;
  updatedReplicas?: number;
  availableReplicas: number;
  currentRevision?: string;
  updateRevision?: string;
  collisionCount?: number;
}

export interface DaemonSet extends KubeObject {
  spec: {
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    selector: unknown;
    updateStrategy?: {
      type?: "RollingUpdate" | "OnDelete";
      rollingUpdate?: { maxUnavailable?: number | string; maxSurge?: number | string };
    };
    template: PodTemplate;
  };
  status?: DaemonSetStatus;
}

export interface DaemonSetStatus {
  observedGeneration?: number;
  desiredNumberScheduled: number;
  currentNumberScheduled: number;
  numberMisscheduled: number;
  numberReady: number;
  updatedNumberScheduled?: number;
  numberAvailable?: number;
  numberUnavailable?: number;
  collisionCount?: number;
}
