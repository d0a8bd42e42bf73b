import { controllerRevision, daemonSet } from "./apps/daemon-set.ts";
import { deployment, replicaSet } from "./apps/deployment.ts";
import { statefulSet } from "./apps/stateful-set.ts";
import { horizontalPodAutoscaler } from "./autoscaling/horizontal-pod-autoscaler.ts";
import { horizontalPodAutoscalerV1 } from "./autoscaling/horizontal-pod-autoscaler-v1.ts";
import { cronJob } from "./batch/cron-job.ts";
import { job } from "./batch/job.ts";
import { lease } from "./coordination/lease.ts";
import { configMap, secret, serviceAccount } from "./core/config.ts";
import { event } from "./core/event.ts";
import { eventsEvent } from "./core/events-event.ts";
import { limitRange, namespace, resourceQuota } from "./core/namespace.ts";
import { node } from "./core/node.ts";
import { pod } from "./core/pod.ts";
import { podTemplate } from "./core/pod-template.ts";
import { replicationController } from "./core/replication-controller.ts";
import { endpoints, service } from "./core/service.ts";
import { persistentVolume, persistentVolumeClaim } from "./core/volume.ts";
import { endpointSlice } from "./discovery/endpoint-slice.ts";
import { apiService } from "./extensions/api-service.ts";
import { customResourceDefinition } from "./extensions/custom-resource-definition.ts";
import { ingress, ingressClass } from "./networking/ingress.ts";
import { networkPolicy } from "./networking/network-policy.ts";
import { podDisruptionBudget } from "./policy/pod-disruption-budget.ts";
import { clusterRole, clusterRoleBinding, role, roleBinding } from "./rbac/rbac.ts";
import type { Resource } from "./resource.ts";
import { priorityClass } from "./scheduling/priority-class.ts";
import { storageClass } from "./storage/storage-class.ts";

/** Every kind that is there before anybody defines one, in the order of discovery. */
export const builtinResources: readonly Resource[] = [
  configMap,
  endpoints,
  event,
  limitRange,
  namespace,
  node,
  persistentVolumeClaim,
  persistentVolume,
  pod,
  podTemplate,
  replicationController,
  resourceQuota,
  secret,
  serviceAccount,
  service,
  apiService,
  controllerRevision,
  daemonSet,
  deployment,
  replicaSet,
  statefulSet,
  eventsEvent,
  horizontalPodAutoscaler,
  horizontalPodAutoscalerV1,
  cronJob,
  job,
  ingressClass,
  ingress,
  networkPolicy,
  podDisruptionBudget,
  clusterRoleBinding,
  clusterRole,
  roleBinding,
  role,
  storageClass,
  customResourceDefinition,
  priorityClass,
  lease,
  endpointSlice,
];
