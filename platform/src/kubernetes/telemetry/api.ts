import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { namespace, objectRef, range } from "../shapes/api.ts";

const relation = z.object({
  service: z.string(),
  cluster: z.string().describe("empty when the telemetry names no pod that is known"),
  workload: objectRef,
  pods: z.array(z.object({ name: z.string(), uid: z.string(), node: z.string(), exists: z.boolean() })),
});
export type ServiceWorkload = z.infer<typeof relation>;

export const listServiceWorkloads = operation({
  name: "kubernetes.listServiceWorkloads",
  method: "GET",
  path: "/api/kubernetes/service-workloads",
  summary: {
    en: "Which workloads a service runs as, and which services a workload is",
    ko: "서비스와 워크로드의 관계",
  },
  input: z.object({
    ...range,
    service: z.string().max(1024).default("").describe("its workloads; empty for all services"),
    cluster: z.string().max(253).default(""),
    namespace,
    kind: z.string().max(63).default(""),
    workload: z.string().max(253).default("").describe("its services"),
  }),
  output: z.object({ relations: z.array(relation) }),
  permission: "kubernetes:read",
  effect: "read",
});
