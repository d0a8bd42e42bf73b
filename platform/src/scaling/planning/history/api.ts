import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { autoscaler, place, range } from "../shapes/api.ts";

/* Units. Times are milliseconds since 1970; CPU is in cores, memory in bytes; null is unknown. */

const figure = z.number().nullable();

const capacityRow = z.object({
  cluster: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  ready: z.number(),
  desired: z.number(),
  /** The autoscaler's bounds, and whether it can't do its work now. */
  autoscaler: z.object({ min: z.number(), max: z.number(), isBlind: z.boolean() }).nullable(),
  /** Of all its pods together. */
  cpuUsed: figure,
  cpuRequested: figure,
  memoryUsed: figure,
  memoryRequested: figure,
});
export type CapacityRow = z.output<typeof capacityRow>;

export const listCapacity = operation({
  name: "scaling.listCapacity",
  method: "GET",
  path: "/api/capacity",
  summary: {
    en: "What workloads request and what they use, and how they are scaled",
    ko: "워크로드별 요청량과 사용량, 스케일링 방식",
  },
  input: z.object(range),
  output: z.object({
    workloads: z.array(capacityRow),
    /** Whether only the last day of the range was looked at, as it is longer. */
    isCut: z.boolean(),
  }),
  permission: "kubernetes:read",
  effect: "read",
});

export const decisionKinds = [
  "autoscaled",
  "blind",
  "scaled",
  "autoscaler",
  "slept",
  "woken",
  "held",
  "released",
  "healed",
] as const;

const decision = z.object({
  id: z.string(),
  at: z.number(),
  /** `autoscaled`: an autoscaler changed the replicas; `blind`: it could not measure; `scaled`: somebody else changed them;
   *  `autoscaler`: it was made, changed or taken away; `slept`: its pods went since nobody needed them; `woken`: somebody did;
   *  `held`: they stay, or do not come, against what it asks for; `released`: what runs was changed; `healed`: Naru replaced a pod. */
  kind: z.enum(decisionKinds),
  /** Replicas before and after; null where they are not told. */
  from: figure,
  to: figure,
  /** Why, in the words of who decided. */
  why: z.string(),
  /** Who, where it is told. */
  by: z.string(),
  /** How often the same was told. */
  count: z.number(),
});
export type ScalingDecision = z.output<typeof decision>;

export const getCapacity = operation({
  name: "scaling.getCapacity",
  method: "GET",
  path: "/api/capacity/{cluster}/{kind}/{namespace}/{name}",
  summary: {
    en: "A workload's replicas against its load and response, and every scaling decision with its why",
    ko: "워크로드의 부하와 응답 대비 파드 수, 모든 스케일링 결정과 근거",
  },
  input: z.object({ ...place, ...range }),
  output: z.object({
    ready: z.number(),
    desired: z.number(),
    autoscaler: autoscaler.nullable(),
    /** Of a pod, by those that are there; null: none. */
    cpuRequested: figure,
    /** Services by whose spans its load is known. */
    services: z.array(z.string()),
    stepSeconds: z.number(),
    /** Start of each step; the lists below have one figure for each. */
    times: z.array(z.number()),
    replicas: z.object({ ready: z.array(figure), desired: z.array(figure) }),
    /** Requests a second. */
    rate: z.array(figure),
    errorRatio: z.array(figure),
    p95Nano: z.array(figure),
    /** Cores that all its pods used. */
    cpu: z.array(figure),
    decisions: z.array(decision).describe("newest first, at most 200"),
  }),
  permission: "kubernetes:read",
  effect: "read",
});
