import { listClusters, listKinds } from "./clusters/api.ts";
import { listFindings } from "./findings/api.ts";
import { listChanges, listEvents } from "./history/api.ts";
import { cordonNode, drainNode, listNodes } from "./nodes/api.ts";
import { applyObjects, deleteObject, getObject, listObjects, previewObjects } from "./objects/api.ts";
import { getPod, listPods, readPodLog } from "./pods/api.ts";
import { listServiceWorkloads } from "./telemetry/api.ts";
import {
  getWorkload,
  listWorkloads,
  pauseWorkload,
  restartWorkload,
  rollBackWorkload,
  scaleWorkload,
} from "./workloads/api.ts";

export { type ClusterRow, type KindRow, listClusters, listKinds } from "./clusters/api.ts";
export { type Finding, findingReasons, listFindings } from "./findings/api.ts";
export { type ChangeRow, changeRow, type Difference, listChanges, listEvents } from "./history/api.ts";
export { cordonNode, drainNode, listNodes, type NodeRow } from "./nodes/api.ts";
export {
  applyObjects,
  deleteObject,
  getObject,
  listObjects,
  type ObjectOutcome,
  previewObjects,
} from "./objects/api.ts";
export {
  type ContainerRow,
  type EventRow,
  getPod,
  listPods,
  type PodLogLine,
  type PodRow,
  readPodLog,
} from "./pods/api.ts";
export { type Freshness, freshness, type ObjectRef, objectRef } from "./shapes/api.ts";
export { listServiceWorkloads, type ServiceWorkload } from "./telemetry/api.ts";
export {
  getWorkload,
  listWorkloads,
  pauseWorkload,
  restartWorkload,
  type RevisionRow,
  rollBackWorkload,
  scaleWorkload,
  type WorkloadRow,
  workloadRow,
} from "./workloads/api.ts";

export const kubernetesOperations = [
  listClusters,
  listKinds,
  listObjects,
  getObject,
  previewObjects,
  applyObjects,
  deleteObject,
  listWorkloads,
  getWorkload,
  scaleWorkload,
  restartWorkload,
  rollBackWorkload,
  pauseWorkload,
  listPods,
  getPod,
  readPodLog,
  listNodes,
  cordonNode,
  drainNode,
  listEvents,
  listChanges,
  listServiceWorkloads,
  listFindings,
] as const;
