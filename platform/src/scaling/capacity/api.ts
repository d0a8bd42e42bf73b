import { z } from "zod";
import { operation } from "#kernel/operation.ts";

const servedApi = z.object({
  cluster: z.string(),
  api: z.string().describe("custom.metrics.k8s.io/v1beta2"),
  /** `waiting`: the cluster cannot ask yet; `taken`: somebody else answers; `failed`: it could not be registered. */
  state: z.enum(["served", "waiting", "taken", "failed"]),
  /** Why it is not served, and the way out; empty where it is. */
  problem: z.string(),
});
export type ServedApi = z.infer<typeof servedApi>;

export const listAutoscalingMetrics = operation({
  name: "scaling.listAutoscalingMetrics",
  method: "GET",
  path: "/api/autoscaling",
  summary: {
    en: "Which clusters' autoscalers measure by Naru, and what they asked in vain",
    ko: "오토스케일러가 Naru의 지표를 쓰는 클러스터와 답하지 못한 요청",
  },
  input: z.object({}),
  output: z.object({
    apis: z.array(servedApi),
    /** What was asked in the last five minutes and could not be answered, the newest first. */
    unanswered: z.array(
      z.object({
        cluster: z.string(),
        namespace: z.string(),
        /** `pods/* requests_per_second` */
        metric: z.string(),
        reason: z.string(),
        at: z.number(),
      }),
    ),
  }),
  permission: "kubernetes:read",
  effect: "read",
});
