import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { apiVersion, cluster, dryRun, kind, namespace, rewritten, target } from "../shapes/api.ts";

const selector = z.string().max(2000).default("");

export const listObjects = operation({
  name: "kubernetes.listObjects",
  method: "GET",
  path: "/api/kubernetes/{cluster}/objects",
  summary: { en: "Objects of any kind, as the server prints them", ko: "모든 종류의 오브젝트를 표로 조회" },
  input: z.object({
    cluster,
    apiVersion,
    kind,
    namespace,
    labelSelector: selector.describe("app=cart,tier!=cache"),
    fieldSelector: selector.describe("status.phase=Running"),
    limit: z.number().int().min(1).max(1000).default(200),
    cursor: z.string().max(10_000).optional().describe("nextCursor of the page before"),
  }),
  output: z.object({
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        format: z.string(),
        description: z.string(),
        /** 0 is always shown; the others when there is room. */
        priority: z.number(),
      }),
    ),
    rows: z.array(
      z.object({
        namespace: z.string(),
        name: z.string(),
        uid: z.string(),
        createdAt: z.number().nullable(),
        labels: z.record(z.string(), z.string()),
        cells: z.array(z.unknown()),
      }),
    ),
    nextCursor: z.string().nullable(),
    /** How many are on the pages to come, where the server says so. */
    remaining: z.number().nullable(),
  }),
  permission: "kubernetes:read",
  effect: "read",
});

export const getObject = operation({
  name: "kubernetes.getObject",
  method: "GET",
  path: "/api/kubernetes/{cluster}/object",
  summary: {
    en: "One object as JSON and YAML; secret values masked",
    ko: "오브젝트 하나의 JSON과 YAML (비밀 값은 가림)",
  },
  input: z.object({
    ...target,
    managedFields: z.boolean().default(false),
    bare: z
      .boolean()
      .default(false)
      .describe("YAML as somebody would write it: no status, nothing the server fills in"),
  }),
  output: z.object({ object: z.record(z.string(), z.unknown()), yaml: z.string() }),
  permission: "kubernetes:read",
  effect: "read",
});

const documents = {
  cluster,
  yaml: z.string().min(1).max(900_000).describe("one or more YAML documents; a List counts as its items"),
  namespace: namespace.describe("for documents that name none; empty means default"),
  force: z.boolean().default(false).describe("take over fields that another manager owns"),
};

const conflict = z.object({ manager: z.string(), field: z.string(), message: z.string() });

const outcome = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** `conflict`: other managers own some fields; `refused`: the server would not take it. */
  result: z.enum(["create", "change", "nothing", "conflict", "refused"]),
  /** YAML without status and what the server fills in; empty when there is none. Secret values are masked. */
  before: z.string(),
  after: z.string(),
  conflicts: z.array(conflict),
  error: z.string().nullable(),
});
export type ObjectOutcome = z.infer<typeof outcome>;

export const previewObjects = operation({
  name: "kubernetes.previewObjects",
  method: "POST",
  path: "/api/kubernetes/{cluster}/preview",
  summary: { en: "What applying YAML would change", ko: "YAML 적용 시 바뀔 내용 미리보기" },
  input: z.object(documents),
  output: z.object({ objects: z.array(outcome) }),
  permission: "kubernetes:read",
  effect: "read",
});

export const applyObjects = operation({
  name: "kubernetes.applyObjects",
  method: "POST",
  path: "/api/kubernetes/{cluster}/apply",
  summary: { en: "Apply one or many YAML documents", ko: "YAML 문서 적용" },
  input: z.object({ ...documents, dryRun }),
  output: z.object({ objects: z.array(outcome) }),
  permission: "kubernetes:write",
  effect: "write",
});

export const deleteObject = operation({
  name: "kubernetes.deleteObject",
  method: "DELETE",
  path: "/api/kubernetes/{cluster}/object",
  summary: { en: "Delete one object", ko: "오브젝트 삭제" },
  input: z.object({
    ...target,
    propagationPolicy: z
      .enum(["Background", "Foreground", "Orphan"])
      .default("Background")
      .describe("what becomes of the objects that it owns"),
    dryRun,
  }),
  output: rewritten,
  permission: "kubernetes:write",
  effect: "write",
});
