import { z } from "zod";
import { operation } from "#kernel/operation.ts";

/* People's own dashboards: ConfigMaps with the label `grafana_dashboard: "1"`, whose keys hold Grafana's dashboard JSON,
 * as Grafana's side container reads them. */

/** Characters of one dashboard's JSON: a ConfigMap holds 1 MiB, a request too. */
export const mostCharacters = 500_000;

const name = z.string().min(1).max(253);

const place = {
  cluster: name.describe("as in kubernetes.listClusters"),
  namespace: name,
  name: name.describe("of the ConfigMap"),
  key: name.describe("in the ConfigMap: cart.json"),
};

const dashboardRow = z.object({
  ...place,
  /** From its JSON; where that has none, from its place. */
  uid: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  panels: z.number(),
  /** Of the ConfigMap: a change names the one that it is made to. */
  version: z.string(),
  /** False when its text is no dashboard. */
  isReadable: z.boolean(),
});
export type DashboardRow = z.infer<typeof dashboardRow>;

const cluster = z.string().max(253).default("").describe("empty for all clusters");

export const listDashboards = operation({
  name: "dashboards.listDashboards",
  method: "GET",
  path: "/api/dashboards",
  summary: { en: "Dashboards that are kept in clusters", ko: "클러스터에 저장된 대시보드 목록" },
  input: z.object({ cluster }),
  output: z.object({
    dashboards: z.array(dashboardRow),
    clusters: z.array(
      z.object({
        cluster: z.string(),
        /** Why its dashboards are not known. */
        error: z.string().nullable(),
        /** It has more than are read. */
        isPartial: z.boolean(),
      }),
    ),
  }),
  permission: "kubernetes:read",
  effect: "read",
});

export const getDashboard = operation({
  name: "dashboards.getDashboard",
  method: "GET",
  path: "/api/dashboards/{uid}",
  summary: { en: "One dashboard as Grafana's JSON", ko: "대시보드 하나의 Grafana JSON" },
  input: z.object({ uid: z.string().min(1).max(1000), cluster }),
  output: dashboardRow.extend({ json: z.string() }),
  permission: "kubernetes:read",
  effect: "read",
});

export const saveDashboard = operation({
  name: "dashboards.saveDashboard",
  method: "PUT",
  path: "/api/dashboards",
  summary: { en: "Keep a dashboard, new or changed", ko: "대시보드 저장(새로 만들기, 변경)" },
  input: z.object({
    cluster: place.cluster,
    namespace: name.default("default"),
    name: z.string().max(253).default("").describe("empty for a new one"),
    key: z.string().max(253).default(""),
    version: z.string().max(100).default("").describe("the one that was changed; empty: whatever is there"),
    json: z.string().min(2).max(mostCharacters).describe("as Grafana exports it"),
  }),
  output: dashboardRow,
  permission: "kubernetes:write",
  effect: "write",
});

export const deleteDashboard = operation({
  name: "dashboards.deleteDashboard",
  method: "DELETE",
  path: "/api/dashboards",
  summary: { en: "Delete a dashboard", ko: "대시보드 삭제" },
  input: z.object(place),
  /** What it was: saving it again brings it back. */
  output: z.object({ json: z.string() }),
  permission: "kubernetes:write",
  effect: "write",
});

export const dashboardOperations = [listDashboards, getDashboard, saveDashboard, deleteDashboard] as const;
