import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { amounts, cluster, freshness, namespace, objectName, objectRef, time } from "../shapes/api.ts";

const containerRow = z.object({
  name: z.string(),
  image: z.string(),
  isInit: z.boolean(),
  state: z.enum(["waiting", "running", "terminated"]),
  /** `CrashLoopBackOff`, `ImagePullBackOff`, `Completed`, `OOMKilled` …; empty while it runs. */
  reason: z.string(),
  message: z.string(),
  ready: z.boolean(),
  startedAt: time,
  restarts: z.number(),
  /** How the run before this one ended. */
  lastEnd: z
    .object({
      reason: z.string(),
      /** Its last words, where the container keeps them (`terminationMessagePolicy`). */
      message: z.string(),
      exitCode: z.number(),
      at: time,
    })
    .nullable(),
  requests: amounts,
  limits: amounts,
  usage: amounts.nullable(),
});
export type ContainerRow = z.infer<typeof containerRow>;

export const podRow = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  /** One word as `kubectl get pods` shows it: Running, Pending, CrashLoopBackOff, Terminating … */
  status: z.string(),
  health: z.enum(["good", "waiting", "bad", "done"]),
  message: z.string(),
  ready: z.number(),
  containers: z.array(containerRow),
  restarts: z.number(),
  lastRestartAt: time,
  /** When it last became ready, or ceased to be. */
  readinessChangedAt: time,
  node: z.string(),
  ip: z.string(),
  workload: objectRef.nullable(),
  /** Of its workload's template, as its controller names it; empty where it has none. */
  revision: z.string(),
  createdAt: time,
  requests: amounts,
  limits: amounts,
  /** Null where metrics.k8s.io is not served. */
  usage: amounts.nullable(),
});
export type PodRow = z.infer<typeof podRow>;

export const listPods = operation({
  name: "kubernetes.listPods",
  method: "GET",
  path: "/api/kubernetes/pods",
  summary: { en: "Pods with state, restarts and usage", ko: "파드의 상태, 재시작, 사용량" },
  input: z.object({
    cluster: z.string().max(253).default("").describe("empty for all clusters"),
    namespace,
    node: z.string().max(253).default(""),
    workloadKind: z.string().max(63).default(""),
    workload: z.string().max(253).default(""),
    search: z.string().max(253).default(""),
  }),
  output: z.object({ pods: z.array(podRow), clusters: z.array(freshness) }),
  permission: "kubernetes:read",
  effect: "read",
});

export const eventRow = z.object({
  cluster: z.string(),
  time: z.number(),
  firstTime: z.number(),
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  source: z.string(),
  object: objectRef,
});
export type EventRow = z.infer<typeof eventRow>;

export const getPod = operation({
  name: "kubernetes.getPod",
  method: "GET",
  path: "/api/kubernetes/{cluster}/pods/{namespace}/{name}",
  summary: { en: "One pod with its conditions and events", ko: "파드 하나의 상태와 이벤트" },
  input: z.object({ cluster, namespace: objectName, name: objectName }),
  output: z.object({
    pod: podRow,
    labels: z.record(z.string(), z.string()),
    conditions: z.array(
      z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string(), at: time }),
    ),
    events: z.array(eventRow),
  }),
  permission: "kubernetes:read",
  effect: "read",
});

export const logInput = {
  cluster,
  namespace: objectName,
  name: objectName,
  container: z.string().max(63).default("").describe("empty for the first"),
  previous: z.boolean().default(false).describe("of the run before the last restart"),
  sinceSeconds: z.number().int().min(1).optional(),
  tailLines: z.number().int().min(0).max(10_000).default(500),
};

const logLine = z.object({ time: z.string().describe("RFC 3339 with nanoseconds"), text: z.string() });
export type PodLogLine = z.infer<typeof logLine>;

/** To follow a log read `GET /api/kubernetes/{cluster}/pods/{namespace}/{name}/log/follow` with the same input: each
 *  line of the answer (application/x-ndjson) is a `PodLogLine`, an empty one only keeps the connection open. */
export const readPodLog = operation({
  name: "kubernetes.readPodLog",
  method: "GET",
  path: "/api/kubernetes/{cluster}/pods/{namespace}/{name}/log",
  summary: { en: "The end of a container's log", ko: "컨테이너 로그의 끝부분" },
  input: z.object(logInput),
  output: z.object({ lines: z.array(logLine), isTruncated: z.boolean() }),
  permission: "kubernetes:read",
  effect: "read",
});
