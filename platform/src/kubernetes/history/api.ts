import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { eventRow } from "../pods/api.ts";
import { namespace, objectRef, range } from "../shapes/api.ts";

const about = {
  ...range,
  cluster: z.string().max(253).default("").describe("empty for all clusters"),
  namespace,
  kind: z.string().max(63).default(""),
  name: z.string().max(253).default(""),
  search: z.string().max(253).default("").describe("in reason and message"),
  limit: z.number().int().min(1).max(1000).default(200),
};

export const listEvents = operation({
  name: "kubernetes.listEvents",
  method: "GET",
  path: "/api/kubernetes/events",
  summary: { en: "Kubernetes events, newest first", ko: "쿠버네티스 이벤트 (최신순)" },
  input: z.object({ ...about, type: z.enum(["Normal", "Warning"]).optional() }),
  output: z.object({ events: z.array(eventRow), isTruncated: z.boolean() }),
  permission: "kubernetes:read",
  effect: "read",
});

/** What kind of thing happened: a workload or config `created`, `deleted`, got a new `revision` (what runs changed),
 *  was `scaled` or `reconfigured` (other settings); a `config` changed; a container had a `restart`; a pod was
 *  `scheduled`, `killed` or `evicted`; a `node` changed; somebody `acted` through Naru. */
export const changeTypes = [
  "created",
  "deleted",
  "revision",
  "scaled",
  "reconfigured",
  "config",
  "restart",
  "scheduled",
  "killed",
  "node",
  "acted",
] as const;

export const difference = z.object({
  /** `containers.main.image`, `containers.main.env.LOG_LEVEL`, `replicas`, `data.app.yaml` … */
  field: z.string(),
  /** Empty when there was none; values of secrets are never told. */
  before: z.string(),
  after: z.string(),
});
export type Difference = z.infer<typeof difference>;

export const changeRow = z.object({
  id: z.string(),
  cluster: z.string(),
  time: z.number(),
  type: z.enum(changeTypes),
  object: objectRef,
  /** The workload that the object belongs to, or the object itself. */
  workload: objectRef,
  /** One line in Kubernetes' words: `image nginx:1.27 → nginx:1.28`. */
  summary: z.string(),
  differences: z.array(difference),
  reason: z.string(),
  exitCode: z.number().nullable(),
  /** The field manager that wrote it (`kubectl-client-side-apply`, `argocd-controller` …), or who acted in Naru. */
  actor: z.string(),
  /** Found at start by comparing with what was known: it happened at `time` or before. */
  isLate: z.boolean(),
});
export type ChangeRow = z.infer<typeof changeRow>;

export const listChanges = operation({
  name: "kubernetes.listChanges",
  method: "GET",
  path: "/api/kubernetes/changes",
  summary: { en: "What changed, by whom, newest first", ko: "무엇이 누구에 의해 바뀌었나 (최신순)" },
  input: z.object({ ...about, type: z.enum(changeTypes).optional() }),
  output: z.object({ changes: z.array(changeRow), isTruncated: z.boolean() }),
  permission: "kubernetes:read",
  effect: "read",
});
