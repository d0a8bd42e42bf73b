import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { cluster } from "../shapes/api.ts";

const clusterRow = z.object({
  name: z.string(),
  /** `live`; `syncing`: just begun; `partial`: some kinds can't be read, see `kinds`; `away`: nothing can. */
  state: z.enum(["live", "syncing", "partial", "away"]),
  since: z.number(),
  error: z.string().nullable(),
  /** `v1.34.1`; null while it is not known. */
  version: z.string().nullable(),
  namespaces: z.array(z.string()),
  kinds: z.array(
    z.object({
      kind: z.string(),
      state: z.enum(["syncing", "live", "away"]),
      error: z.string().nullable(),
      isPartial: z.boolean(),
      objects: z.number(),
    }),
  ),
});
export type ClusterRow = z.infer<typeof clusterRow>;

export const listClusters = operation({
  name: "kubernetes.listClusters",
  method: "GET",
  path: "/api/kubernetes/clusters",
  summary: { en: "Clusters, their state and version", ko: "클러스터의 상태와 버전" },
  input: z.object({}),
  output: z.object({ clusters: z.array(clusterRow) }),
  permission: "kubernetes:read",
  effect: "read",
});

const kindRow = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  plural: z.string(),
  namespaced: z.boolean(),
  verbs: z.array(z.string()),
  shortNames: z.array(z.string()),
  categories: z.array(z.string()),
  subresources: z.array(z.string()),
});
export type KindRow = z.infer<typeof kindRow>;

export const listKinds = operation({
  name: "kubernetes.listKinds",
  method: "GET",
  path: "/api/kubernetes/{cluster}/kinds",
  summary: { en: "Every kind that a cluster serves", ko: "클러스터가 제공하는 모든 종류" },
  input: z.object({ cluster }),
  output: z.object({ kinds: z.array(kindRow) }),
  permission: "kubernetes:read",
  effect: "read",
});
