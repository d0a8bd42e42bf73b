import type { Kind } from "./kind.ts";

/** The built-in kinds that programs name; any other is found by discovery. */
const kind = (group: string, version: string, kind: string, plural: string, namespaced = true): Kind => ({
  group,
  version,
  plural,
  kind,
  namespaced,
});

export const kinds = {
  pods: kind("", "v1", "Pod", "pods"),
  nodes: kind("", "v1", "Node", "nodes", false),
  namespaces: kind("", "v1", "Namespace", "namespaces", false),
  services: kind("", "v1", "Service", "services"),
  configMaps: kind("", "v1", "ConfigMap", "configmaps"),
  secrets: kind("", "v1", "Secret", "secrets"),
  events: kind("", "v1", "Event", "events"),
  resourceQuotas: kind("", "v1", "ResourceQuota", "resourcequotas"),
  persistentVolumeClaims: kind("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
  deployments: kind("apps", "v1", "Deployment", "deployments"),
  replicaSets: kind("apps", "v1", "ReplicaSet", "replicasets"),
  statefulSets: kind("apps", "v1", "StatefulSet", "statefulsets"),
  daemonSets: kind("apps", "v1", "DaemonSet", "daemonsets"),
  controllerRevisions: kind("apps", "v1", "ControllerRevision", "controllerrevisions"),
  jobs: kind("batch", "v1", "Job", "jobs"),
  cronJobs: kind("batch", "v1", "CronJob", "cronjobs"),
  horizontalPodAutoscalers: kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
  podDisruptionBudgets: kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  ingresses: kind("networking.k8s.io", "v1", "Ingress", "ingresses"),
  ingressClasses: kind("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false),
  storageClasses: kind("storage.k8s.io", "v1", "StorageClass", "storageclasses", false),
  podMetrics: kind("metrics.k8s.io", "v1beta1", "PodMetrics", "pods"),
  nodeMetrics: kind("metrics.k8s.io", "v1beta1", "NodeMetrics", "nodes", false),
} as const;
