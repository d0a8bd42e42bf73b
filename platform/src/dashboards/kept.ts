import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Context } from "#kernel/feature.ts";
import {
  deleteText,
  type KeptText,
  type ObjectAccess,
  saveText,
  textIn,
  textsIn,
} from "#kubernetes/index.ts";
import type { DashboardRow, deleteDashboard, getDashboard, saveDashboard } from "./api.ts";
import { slugOf, summaryOf, toKeep } from "./summary.ts";

/** The convention of Grafana's side container and of the charts that bring dashboards along.
 *  Source: https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards */
const kind = {
  label: "grafana_dashboard",
  isKey: (key: string) => key.endsWith(".json"),
  noun: "dashboard",
  listedBy: "dashboards.listDashboards",
};

export async function list(objects: ObjectAccess, cluster: string, signal: AbortSignal) {
  const { texts, clusters } = await textsIn(objects, kind, cluster, signal);
  return { dashboards: texts.map(rowOf), clusters };
}

function rowOf({ text, ...place }: KeptText): DashboardRow {
  const { namespace, name, key } = place;
  const summary = summaryOf(text);
  return {
    ...place,
    uid: summary?.uid || `${namespace}.${name}.${key}`,
    title: summary?.title || key,
    description: summary?.description ?? "",
    tags: summary?.tags ?? [],
    panels: summary?.panels ?? 0,
    isReadable: summary !== undefined,
  };
}

export async function found(
  objects: ObjectAccess,
  { uid, cluster }: z.output<typeof getDashboard.input>,
  signal: AbortSignal,
): Promise<DashboardRow & { json: string }> {
  const is = (text: KeptText) => rowOf(text).uid === uid;
  const one = await textIn(objects, kind, { cluster, name: uid, is }, signal);
  return { ...rowOf(one), json: one.text };
}

type Asker = Pick<Context, "signal" | "user">;

export async function saved(
  objects: ObjectAccess,
  input: z.output<typeof saveDashboard.input>,
  { signal, user = "" }: Asker,
): Promise<DashboardRow> {
  const { cluster, namespace, version } = input;
  const isNew = input.name === "";
  const summary = summaryOf(input.json);
  const taken = isNew ? (await list(objects, cluster, signal)).dashboards.map(({ uid }) => uid) : [];
  const given = summary?.uid ?? "";
  const uid = isNew && (given === "" || taken.includes(given)) ? randomUid() : given;
  const text = toKeep(input.json, uid || randomUid());
  const slug = slugOf(summary?.title ?? "");
  const name = isNew ? `dashboard-${slug}-${randomBytes(3).toString("hex")}` : input.name;
  const key = input.key || `${slug}.json`;
  const act = { signal, user, summary: `saved the dashboard ${summary?.title ?? key}`, isNew };
  return rowOf(await saveText(objects, kind, { cluster, namespace, name, key, version, text }, act));
}

const randomUid = (): string => randomBytes(8).toString("hex");

export async function deleted(
  objects: ObjectAccess,
  place: z.output<typeof deleteDashboard.input>,
  { signal, user = "" }: Asker,
): Promise<{ json: string }> {
  const json = await deleteText(objects, kind, place, signal, (text) => ({
    user,
    summary: `deleted the dashboard ${summaryOf(text)?.title || place.key}`,
  }));
  return { json };
}
