import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { freshness, namespace, objectRef, time } from "../shapes/api.ts";

/** What can be wrong with an object, by stable codes. */
export const findingReasons = [
  "selector-matches-nothing",
  "target-port-missing",
  "backend-service-missing",
  "backend-port-missing",
  "ingress-class-missing",
  "tls-secret-missing",
  "reference-missing",
  "key-missing",
  "scale-target-missing",
  "metrics-unreadable",
  "cannot-scale",
  "at-maximum",
  "claim-pending",
  "claim-lost",
  "storage-class-missing",
  "headless-service-missing",
  "quota-exceeded",
  "pods-refused",
  "quota-nearly-full",
  "job-failed",
  "cron-job-suspended",
  "cron-job-missed",
  "budget-matches-nothing",
  "budget-never-allows",
] as const;

export const finding = z.object({
  cluster: z.string(),
  reason: z.enum(findingReasons),
  object: objectRef,
  /** Others that it has to do with: what is named and not there, and the workloads that are meant. */
  touches: z.array(objectRef),
  /** When it began, as far as the object itself tells. */
  since: time,
  /** Where in the object, as the history of changes names it: `selector.app`, `rules.shop.example/cart` …; empty: as a whole. */
  field: z.string(),
  /** What stands there. */
  found: z.string(),
  /** What would be right, where that is known. */
  wanted: z.string(),
  /** Kubernetes' own words, where it has some. */
  message: z.string(),
});
export type Finding = z.infer<typeof finding>;

export const listFindings = operation({
  name: "kubernetes.listFindings",
  method: "GET",
  path: "/api/kubernetes/findings",
  summary: {
    en: "What is wrong with objects: selectors, ports, references, claims, quotas, jobs …",
    ko: "오브젝트의 문제: 셀렉터, 포트, 참조, 볼륨 클레임, 쿼터, 잡 등",
  },
  input: z.object({
    cluster: z.string().max(253).default("").describe("empty for all clusters"),
    namespace,
  }),
  output: z.object({ findings: z.array(finding), clusters: z.array(freshness) }),
  permission: "kubernetes:read",
  effect: "read",
});
