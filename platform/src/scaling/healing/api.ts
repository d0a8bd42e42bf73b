import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { range } from "#telemetry/query/api.ts";

/** How far Naru may go with a workload's pods, or with a node: the annotation `naru.dev/healing`. */
export const policies = ["off", "advise", "act"] as const;
export const policy = z.enum(policies);
export type Policy = z.output<typeof policy>;

/** What a pod does that those like it do not: it answers nothing, fails, or is slow. The graver first. */
export const ailments = ["hanging", "failing", "slow"] as const;
export type Ailment = (typeof ailments)[number];

const figures = z.object({
  pods: z.number(),
  /** That were answered. */
  requests: z.number(),
  failed: z.number(),
  /** By what is usual for the other pods. */
  slow: z.number().default(0),
  /** Under way for five seconds or more. */
  unanswered: z.number(),
  /** Median of each operation, weighed by what the pod was asked for; null where that is not compared. */
  typicalMs: z.number().nullable(),
});
export type Figures = z.output<typeof figures>;

export const evidence = z.object({
  ailment: z.enum(ailments),
  own: figures,
  /** Of the other pods of the same revision, together. */
  others: figures,
  /** How likely it is by chance alone, 0 to 1. */
  chance: z.number(),
});
export type Evidence = z.output<typeof evidence>;

/** Why nothing is done with a pod or node that is sick:
 *  - `rollout`: pods of two revisions are there; the release may be the cause
 *  - `many`: too many pods of the workload are sick for the pods to be the cause
 *  - `fleet`: several workloads are sick at once
 *  - `node`: pods of several workloads are sick on this node, and on no other
 *  - `caller`: what it fails at is another sick pod
 *  - `unready`: the workload has fewer pods than it is to have
 *  - `pace`: one was replaced a moment ago, or enough lately
 *  - `again`: replacing pods of the workload did not help
 *  - `budget`: a PodDisruptionBudget does not allow it now
 *  - `room`: the other nodes have no room for its pods
 *  - `blind`: the cluster, or its telemetry, is not as it is now */
export const holds = [
  "rollout",
  "many",
  "fleet",
  "node",
  "caller",
  "unready",
  "pace",
  "again",
  "budget",
  "room",
  "blind",
] as const;
export type Hold = (typeof holds)[number];

/** What happened to a sick pod or node:
 *  - `noticed`: worse than those like it; not sure yet
 *  - `confirmed`: and so it was in what came after
 *  - `cleared`: it was not, or is not any more
 *  - `advised`: somebody had better replace it
 *  - `held`: nothing is done, for `reason`
 *  - `cordoned`: no new pods come to the node
 *  - `evicted`: asked to leave, by Naru or by `by`
 *  - `replaced`: the workload has as many ready pods again; a node has none left that could leave
 *  - `failed`: the cluster refused, for `reason` */
export const stepKinds = [
  "noticed",
  "confirmed",
  "cleared",
  "advised",
  "held",
  "cordoned",
  "evicted",
  "replaced",
  "failed",
] as const;
export type StepKind = (typeof stepKinds)[number];

const place = {
  cluster: z.string(),
  namespace: z.string(),
  /** Of the workload; `Node` for a node. */
  kind: z.string(),
  /** Of the workload, or of the node. */
  workload: z.string(),
  /** Empty for a node. */
  pod: z.string(),
  node: z.string(),
};

const step = z.object({
  ...place,
  /** Milliseconds since 1970. */
  at: z.number(),
  step: z.enum(stepKinds),
  /** One of `holds`, or the cluster's own words. */
  reason: z.string(),
  policy,
  /** Who asked for it; empty: Naru. */
  by: z.string(),
  /** What was seen of the pod; null for nodes. */
  evidence: evidence.nullable(),
  /** What is wrong with a node: NotReady, its conditions, or the sick pods on it. */
  signs: z.array(z.string()),
  /** From when it was noticed until this, milliseconds. */
  afterMs: z.number(),
});
export type HealingStep = z.output<typeof step>;

const patient = z.object({
  ...place,
  noticedAt: z.number(),
  isConfirmed: z.boolean(),
  evidence: evidence.nullable(),
  signs: z.array(z.string()),
  /** What became of it, so far. */
  state: z.enum(["watched", "advised", "held", "evicted"]),
  reason: z.string(),
});
export type Patient = z.output<typeof patient>;

const workload = z.object({
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  policy,
  /** What the annotation says, where that is none of the policies. */
  unreadable: z.string(),
  ready: z.number(),
  desired: z.number(),
  /** Pods about which enough is known to compare them. */
  judged: z.number(),
  /** Answered in the last half minute. */
  requests: z.number(),
});
export type HealedWorkload = z.output<typeof workload>;

export const listHealing = operation({
  name: "scaling.listHealing",
  method: "GET",
  path: "/api/healing",
  summary: {
    en: "Pods and nodes that are sick, and what may be done with those of each workload",
    ko: "이상 파드와 노드, 워크로드별 자동 복구 정책",
  },
  input: z.object({}),
  output: z.object({
    at: z.number(),
    /** The most that Naru may do at all (NARU_HEALING). */
    most: policy,
    /** When pods were compared last; null: not yet. */
    lookedAt: z.number().nullable(),
    /** Why they could not be; empty: they could. */
    problem: z.string(),
    patients: z.array(patient),
    workloads: z.array(workload),
    nodes: z.array(
      z.object({
        cluster: z.string(),
        name: z.string(),
        policy,
        state: z.enum(["ready", "notReady", "unknown"]),
        isCordoned: z.boolean(),
      }),
    ),
  }),
  permission: "kubernetes:read",
  effect: "read",
});

export const listHealingSteps = operation({
  name: "scaling.listHealingSteps",
  method: "GET",
  path: "/api/healing/steps",
  summary: {
    en: "What was done with sick pods and nodes, and why",
    ko: "이상 파드와 노드에 대한 조치와 근거",
  },
  input: z.object({
    ...range,
    cluster: z.string().max(253).default(""),
    namespace: z.string().max(253).default(""),
    workload: z.string().max(253).default("").describe("empty for all"),
  }),
  output: z.object({ steps: z.array(step).describe("newest first, at most 1000") }),
  permission: "kubernetes:read",
  effect: "read",
});

const objectName = z.string().min(1).max(253);

export const setHealingPolicy = operation({
  name: "scaling.setHealingPolicy",
  method: "PUT",
  path: "/api/healing/policy",
  summary: {
    en: "Say how far Naru may go with a workload's pods, or with a node",
    ko: "워크로드의 파드 또는 노드의 자동 복구 범위 설정",
  },
  input: z.object({
    cluster: objectName,
    kind: z.enum(["Deployment", "StatefulSet", "DaemonSet", "Node"]),
    namespace: z.string().max(253).default("").describe("empty for a node"),
    name: objectName,
    policy,
  }),
  output: z.object({ policy }),
  permission: "kubernetes:write",
  effect: "write",
});

export const replacePod = operation({
  name: "scaling.replacePod",
  method: "POST",
  path: "/api/healing/replace",
  summary: {
    en: "Take a pod out of service and let its controller make another, as far as budgets allow",
    ko: "PDB가 허용하면 파드를 서비스에서 빼고 새 파드로 교체",
  },
  input: z.object({ cluster: objectName, namespace: objectName, pod: objectName }),
  output: z.object({
    /** `refused`: a budget does not allow it now. */
    result: z.enum(["evicted", "leaving", "refused"]),
    reason: z.string(),
  }),
  permission: "kubernetes:write",
  effect: "write",
});
