import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { standing } from "./budget/api.ts";
import { objective } from "./declaration/api.ts";

export { objectiveState, type Standing } from "./budget/api.ts";
export { type Objective, windowDays } from "./declaration/api.ts";

/** As many as are declared and measured. */
export const mostObjectives = 200;

const clusterName = z.string().max(253);
const anyCluster = clusterName.default("").describe("empty for all clusters");
const name = z.string().min(1).max(63).describe("metadata.name of its OpenSLO document");

const place = {
  cluster: clusterName.describe("as in kubernetes.listClusters"),
  namespace: z.string(),
  /** The ConfigMap that keeps it, and the key in it. */
  configMap: z.string(),
  key: z.string(),
  /** Of the ConfigMap: a change names the one that it is made to. */
  version: z.string(),
};

const row = z.object({ ...place, objective, standing });
export type ObjectiveRow = z.output<typeof row>;

const clusters = z.array(
  z.object({
    cluster: z.string(),
    /** Why its objectives are not known. */
    error: z.string().nullable(),
    /** It has more than are read. */
    isPartial: z.boolean(),
  }),
);

export const listObjectives = operation({
  name: "objectives.listObjectives",
  method: "GET",
  path: "/api/objectives",
  summary: {
    en: "Service level objectives with what is left of their error budgets, in the greatest danger first",
    ko: "서비스 수준 목표(SLO)와 남은 오류 예산(위험한 것부터)",
  },
  input: z.object({ cluster: anyCluster, service: z.string().max(1000).default("") }),
  output: z.object({
    /** The moment up to which they were measured, milliseconds since 1970. */
    at: z.number(),
    objectives: z.array(row),
    /** Declared, and not measured: what is wrong with them. */
    unreadable: z.array(z.object({ ...place, message: z.string(), help: z.string() })),
    /** So many more are declared than are measured. */
    more: z.number(),
    clusters,
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const getObjective = operation({
  name: "objectives.getObjective",
  method: "GET",
  path: "/api/objectives/{name}",
  summary: {
    en: "One objective: its budget over time, burn rates, its declaration",
    ko: "SLO 하나의 오류 예산 추이, 소진 속도, 선언",
  },
  input: z.object({ name, cluster: anyCluster }),
  output: row.extend({
    at: z.number(),
    /** As it was declared: OpenSLO, YAML or JSON. */
    yaml: z.string(),
    /** Since when it has been threatened as it is now, a day back at most; null when it is not. */
    threatenedSince: z.number().nullable(),
    /** How the window's budget was spent, step by step. */
    course: z.object({
      stepSeconds: z.number(),
      times: z.array(z.number()),
      /** What was left at the end of each step, as a share of the whole window's budget. */
      left: z.array(z.number().nullable()),
      bad: z.array(z.number()),
    }),
  }),
  permission: "telemetry:read",
  effect: "read",
});

const written = z.object({ ...place, name: z.string() });

export const putObjective = operation({
  name: "objectives.putObjective",
  method: "PUT",
  path: "/api/objectives",
  summary: { en: "Declare an objective, new or changed, as OpenSLO", ko: "SLO 선언(OpenSLO, 생성·변경)" },
  input: z.object({
    yaml: z.string().min(1).max(20_000).describe("one OpenSLO document of kind SLO, YAML or JSON"),
    cluster: clusterName.default("").describe("of a new one; empty: the first that is connected"),
    namespace: z.string().min(1).max(253).default("default").describe("of a new one"),
    version: z.string().max(100).default("").describe("the one that was changed; empty: whatever is there"),
    isNew: z.boolean().default(false).describe("refuse if there is one of this name"),
  }),
  output: written,
  permission: "kubernetes:write",
  effect: "write",
});

export const removeObjective = operation({
  name: "objectives.removeObjective",
  method: "DELETE",
  path: "/api/objectives/{name}",
  summary: { en: "Delete an objective", ko: "SLO 삭제" },
  input: z.object({ name, cluster: anyCluster }),
  /** What it was: declaring it again brings it back. */
  output: written.extend({ yaml: z.string() }),
  permission: "kubernetes:write",
  effect: "write",
});

export const exportObjectives = operation({
  name: "objectives.exportObjectives",
  method: "GET",
  path: "/api/objective-export",
  summary: { en: "Objectives as OpenSLO documents", ko: "SLO를 OpenSLO 문서로 내보내기" },
  input: z.object({ cluster: anyCluster, service: z.string().max(1000).default("") }),
  output: z.object({ name: z.string().describe("of a file"), yaml: z.string() }),
  permission: "telemetry:read",
  effect: "read",
});

export const objectiveOperations = [
  listObjectives,
  getObjective,
  putObjective,
  removeObjective,
  exportObjectives,
] as const;
