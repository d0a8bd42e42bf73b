import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { eventRow, podRow } from "../pods/api.ts";
import {
  cluster,
  dryRun,
  freshness,
  namespace,
  objectName,
  objectRef,
  rewritten,
  time,
} from "../shapes/api.ts";

export const workloadKinds = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "CronJob",
  "ReplicaSet",
  "Pod",
] as const;
const workloadKind = z.enum(workloadKinds);

export const workloadRow = z.object({
  cluster: z.string(),
  kind: workloadKind,
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  /** `ready`: as wanted; `progressing`: on its way; `degraded`: some pods are missing; `failed`: it will not get there
   *  by itself; `paused`, `suspended`, `complete`; `idle`: nothing is wanted of it now. */
  state: z.enum(["ready", "progressing", "degraded", "failed", "paused", "suspended", "complete", "idle"]),
  /** Kubernetes' own word for the trouble (`CrashLoopBackOff`, `ProgressDeadlineExceeded` …), or empty. */
  reason: z.string(),
  message: z.string(),
  ready: z.number(),
  desired: z.number(),
  updated: z.number(),
  images: z.array(z.string()),
  restarts: z.number(),
  lastRestartAt: time,
  createdAt: time,
});
export type WorkloadRow = z.infer<typeof workloadRow>;

export const listWorkloads = operation({
  name: "kubernetes.listWorkloads",
  method: "GET",
  path: "/api/kubernetes/workloads",
  summary: { en: "Workloads and how they are doing", ko: "워크로드와 그 상태" },
  input: z.object({
    cluster: z.string().max(253).default("").describe("empty for all clusters"),
    namespace,
    kind: workloadKind.optional(),
    search: z.string().max(253).default(""),
  }),
  output: z.object({ workloads: z.array(workloadRow), clusters: z.array(freshness) }),
  permission: "kubernetes:read",
  effect: "read",
});

const revision = z.object({
  revision: z.number(),
  /** Name of the ReplicaSet or ControllerRevision. */
  name: z.string(),
  images: z.array(z.string()),
  changeCause: z.string(),
  createdAt: time,
  isCurrent: z.boolean(),
  /** Pods of it that there are; null where that is not known. */
  pods: z.number().nullable(),
});
export type RevisionRow = z.infer<typeof revision>;

const place = { cluster, kind: workloadKind, namespace: objectName, name: objectName };

export const getWorkload = operation({
  name: "kubernetes.getWorkload",
  method: "GET",
  path: "/api/kubernetes/{cluster}/workloads/{kind}/{namespace}/{name}",
  summary: { en: "One workload with pods, revisions and events", ko: "워크로드 하나의 파드, 리비전, 이벤트" },
  input: z.object(place),
  output: z.object({
    workload: workloadRow,
    freshness,
    labels: z.record(z.string(), z.string()),
    conditions: z.array(
      z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string(), at: time }),
    ),
    pods: z.array(podRow),
    revisions: z.array(revision),
    events: z.array(eventRow),
    /** Services, HorizontalPodAutoscalers and PodDisruptionBudgets that select it. */
    related: z.array(objectRef.extend({ detail: z.string() })),
  }),
  permission: "kubernetes:read",
  effect: "read",
});

const changed = { output: rewritten, permission: "kubernetes:write", effect: "write" } as const;
const path = "/api/kubernetes/{cluster}/workloads/{kind}/{namespace}/{name}";

export const scaleWorkload = operation({
  name: "kubernetes.scaleWorkload",
  method: "POST",
  path: `${path}/scale`,
  summary: { en: "Set how many pods a workload has", ko: "워크로드의 파드 수 설정" },
  input: z.object({ ...place, replicas: z.number().int().min(0).max(10_000), dryRun }),
  ...changed,
});

export const restartWorkload = operation({
  name: "kubernetes.restartWorkload",
  method: "POST",
  path: `${path}/restart`,
  summary: { en: "Replace every pod, a few at a time", ko: "모든 파드를 차례로 교체" },
  input: z.object({ ...place, dryRun }),
  ...changed,
});

export const rollBackWorkload = operation({
  name: "kubernetes.rollBackWorkload",
  method: "POST",
  path: `${path}/rollback`,
  summary: { en: "Go back to an earlier revision", ko: "이전 리비전으로 되돌리기" },
  input: z.object({ ...place, revision: z.number().int().min(1), dryRun }),
  ...changed,
});

export const pauseWorkload = operation({
  name: "kubernetes.pauseWorkload",
  method: "POST",
  path: `${path}/pause`,
  summary: {
    en: "Pause or resume a rollout, suspend or resume a job",
    ko: "롤아웃 일시 중지와 재개, 잡 중단과 재개",
  },
  input: z.object({ ...place, paused: z.boolean(), dryRun }),
  ...changed,
});
