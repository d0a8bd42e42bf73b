import { randomBytes } from "node:crypto";
import type { KubeObject } from "@naru/kubernetes";
import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { Context } from "#kernel/feature.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import type { DashboardRow, deleteDashboard, getDashboard, saveDashboard } from "./api.ts";
import { slugOf, summaryOf, toKeep } from "./summary.ts";

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** A dashboard with its text. */
type Kept = DashboardRow & { readonly json: string };

const configMaps = { apiVersion: "v1", kind: "ConfigMap" } as const;
/** The convention of Grafana's side container and of the charts that bring dashboards along.
 *  Source: https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards */
const label = "grafana_dashboard";

const pageSize = 50;
/** What is read of one cluster: so many ConfigMaps, and characters. */
const mostObjects = 1000;
const mostCharacters = 32 * 1024 * 1024;

/** A cluster that is away has no dashboards meanwhile, and holds up nobody. */
export async function list(objects: ObjectAccess, cluster: string, signal: AbortSignal) {
  const asked = cluster === "" ? objects.clusters() : [cluster];
  const answers = await Promise.all(asked.map((each) => readOrTold(objects, each, signal)));
  return {
    dashboards: answers.flatMap(({ kept }) => kept.map(rowOf)),
    clusters: answers.map(({ cluster, error, isPartial }) => ({ cluster, error, isPartial })),
  };
}

function rowOf(kept: Kept): DashboardRow {
  const { json: _, ...row } = kept;
  return row;
}

async function readOrTold(objects: ObjectAccess, cluster: string, signal: AbortSignal) {
  try {
    return { cluster, error: null, ...(await readAll(objects, cluster, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NaruError)) throw error;
    return { cluster, error: error.message, kept: [], isPartial: false };
  }
}

async function readAll(objects: ObjectAccess, cluster: string, signal: AbortSignal) {
  const kept: Kept[] = [];
  let continueFrom: string | undefined;
  let seen = 0;
  let characters = 0;
  do {
    const page = await objects.list<ConfigMap>(
      cluster,
      configMaps,
      { labelSelector: label, limit: pageSize, continueFrom },
      signal,
    );
    for (const item of page.items) kept.push(...dashboardsOf(cluster, item));
    seen += page.items.length;
    characters = kept.reduce((sum, { json }) => sum + json.length, 0);
    continueFrom = page.metadata.continue || undefined;
  } while (continueFrom !== undefined && seen < mostObjects && characters < mostCharacters);
  return { kept, isPartial: continueFrom !== undefined };
}

const dashboardsOf = (cluster: string, item: ConfigMap): Kept[] =>
  Object.entries(item.data ?? {})
    .filter(([key]) => key.endsWith(".json"))
    .map(([key, json]) => keptOf(cluster, item, key, json));

function keptOf(cluster: string, { metadata }: ConfigMap, key: string, json: string): Kept {
  const { namespace = "", name, resourceVersion: version = "" } = metadata;
  const summary = summaryOf(json);
  return {
    cluster,
    namespace,
    name,
    key,
    version,
    json,
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
): Promise<Kept> {
  const asked = cluster === "" ? objects.clusters() : [cluster];
  const answers = await Promise.all(asked.map((each) => readOrTold(objects, each, signal)));
  const one = answers.flatMap(({ kept }) => kept).find((each) => each.uid === uid);
  if (one) return one;
  const away = answers.flatMap(({ cluster, error }) => (error === null ? [] : [cluster]));
  if (away.length > 0) {
    throw new NaruError("CLUSTER_UNAVAILABLE", `No cluster that answers has the dashboard ${uid}.`, {
      help: `It may be in ${away.join(", ")}, which cannot be read now.`,
    });
  }
  throw new NaruError("NOT_FOUND", `There is no dashboard ${uid}.`, {
    help: "dashboards.listDashboards names those that there are.",
  });
}

type Asker = Pick<Context, "signal" | "user">;

/** Keeps the other keys of a ConfigMap as they are: an apply without them would take them away. */
export async function saved(
  objects: ObjectAccess,
  input: z.output<typeof saveDashboard.input>,
  { signal, user = "" }: Asker,
): Promise<DashboardRow> {
  const { cluster, namespace, version } = input;
  const isNew = input.name === "";
  const summary = summaryOf(input.json);
  const { kept } = isNew ? await readAll(objects, cluster, signal) : { kept: [] };
  const isFree = (uid: string) => uid !== "" && !kept.some((each) => each.uid === uid);
  const given = summary?.uid ?? "";
  const uid = isNew && !isFree(given) ? randomBytes(8).toString("hex") : given;
  const json = toKeep(input.json, uid || randomBytes(8).toString("hex"));
  const slug = slugOf(summary?.title ?? "");
  const name = isNew ? `dashboard-${slug}-${randomBytes(3).toString("hex")}` : input.name;
  const key = input.key || `${slug}.json`;
  const place = { ...configMaps, namespace, name };
  const before = isNew ? undefined : await labelled(objects, cluster, place, signal);
  const body = {
    ...configMaps,
    metadata: {
      name,
      namespace,
      labels: { [label]: before?.metadata.labels?.[label] ?? "1" },
      ...(version !== "" && { resourceVersion: version }),
    },
    data: { ...before?.data, [key]: json },
  };
  const act = { signal, user, summary: `saved the dashboard ${summary?.title ?? key}` };
  const after = await objects.apply<ConfigMap>(cluster, place, body, act);
  return rowOf(keptOf(cluster, after, key, json));
}

/** The last dashboard of a ConfigMap takes it along. */
export async function deleted(
  objects: ObjectAccess,
  { cluster, namespace, name, key }: z.output<typeof deleteDashboard.input>,
  { signal, user = "" }: Asker,
): Promise<{ json: string }> {
  const place = { ...configMaps, namespace, name };
  const { data = {} } = await labelled(objects, cluster, place, signal);
  const json = Object.hasOwn(data, key) ? data[key] : undefined;
  if (json === undefined) throw new NaruError("NOT_FOUND", `${namespace}/${name} has no dashboard ${key}.`);
  const act = { signal, user, summary: `deleted the dashboard ${summaryOf(json)?.title || key}` };
  if (Object.keys(data).length === 1) await objects.delete(cluster, place, act);
  else await objects.patch(cluster, place, { data: { [key]: null } }, act);
  return { json };
}

/** Other ConfigMaps are nothing of ours. */
async function labelled(
  objects: ObjectAccess,
  cluster: string,
  place: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  },
  signal: AbortSignal,
): Promise<ConfigMap> {
  const item = await objects.get<ConfigMap>(cluster, place, signal);
  if (item.metadata.labels?.[label] !== undefined) return item;
  throw new NaruError("NOT_FOUND", `${place.namespace}/${place.name} is no ConfigMap of dashboards.`, {
    help: `Those have the label ${label}.`,
  });
}
