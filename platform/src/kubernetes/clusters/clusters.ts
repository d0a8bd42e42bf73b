import { apiVersionOf } from "@naru/kubernetes";
import { NaruError } from "#kernel/errors.ts";
import type { z } from "zod";
import type { ClusterRow, KindRow, listKinds } from "./api.ts";
import type { Freshness } from "../shapes/api.ts";
import type { Cluster } from "./cluster.ts";

/** All clusters by name. */
export type Clusters = ReadonlyMap<string, Cluster>;

/** @throws NaruError NOT_FOUND naming those that there are */
export function clusterNamed(clusters: Clusters, name: string): Cluster {
  const cluster = clusters.get(name);
  if (cluster) return cluster;
  const known = [...clusters.keys()].join(", ") || "none";
  throw new NaruError("NOT_FOUND", `There is no cluster "${name}".`, { help: `Clusters: ${known}.` });
}

/** @param name empty for all */
export const chosen = (clusters: Clusters, name: string): Cluster[] =>
  name === "" ? [...clusters.values()] : [clusterNamed(clusters, name)];

const versionTimeoutMs = 2000;

/** A cluster that does not answer is shown as it was last seen, and holds up nobody. */
export async function listed(clusters: Clusters, signal: AbortSignal): Promise<{ clusters: ClusterRow[] }> {
  const rows = [...clusters.values()].map(async (cluster) => {
    const row = rowOf(cluster);
    return { ...row, version: row.state === "away" ? null : await versionOf(cluster, signal) };
  });
  return { clusters: await Promise.all(rows) };
}

const versionOf = ({ client }: Cluster, signal: AbortSignal): Promise<string | null> =>
  client.version({ signal, timeoutMs: versionTimeoutMs }).then(
    ({ gitVersion }) => gitVersion,
    () => null,
  );

function rowOf(cluster: Cluster): Omit<ClusterRow, "version"> {
  const caches = Object.entries(cluster.caches).map(([kind, cache]) => ({ kind, cache, ...cache.status() }));
  const state = stateOf(caches.map((cache) => cache.state));
  const telling = caches.find((cache) => cache.state !== "live");
  return {
    name: cluster.name,
    state,
    since: telling?.since ?? Math.max(...caches.map(({ since }) => since)),
    error: telling?.error ?? null,
    namespaces: cluster.caches.namespaces
      .list()
      .map(({ metadata }) => metadata.name)
      .toSorted(),
    kinds: caches.map(({ kind, state, error = null, isPartial, cache }) => ({
      kind,
      state,
      error,
      isPartial,
      objects: cache.list().length,
    })),
  };
}

/** Of a cluster from those of its kinds. */
export function stateOf(states: readonly Freshness["state"][]): ClusterRow["state"] {
  const isLive = states.includes("live");
  if (states.every((state) => state === "live")) return "live";
  if (states.includes("away")) return isLive ? "partial" : "away";
  return "syncing";
}

export async function kindsOf(
  clusters: Clusters,
  { cluster }: z.output<typeof listKinds.input>,
): Promise<{ kinds: KindRow[] }> {
  const found = await clusterNamed(clusters, cluster).kinds();
  return {
    kinds: found.map(({ group, version, kind, plural, namespaced, ...lists }) => ({
      apiVersion: apiVersionOf({ group, version }),
      kind,
      plural,
      namespaced,
      verbs: [...lists.verbs],
      shortNames: [...lists.shortNames],
      categories: [...lists.categories],
      subresources: [...lists.subresources],
    })),
  };
}

/** How far an answer from these caches can be relied on: as far as the worst of them. */
export function freshnessOf(cluster: Cluster, kinds: readonly (keyof Cluster["caches"])[]): Freshness {
  const statuses = kinds.map((kind) => cluster.caches[kind].status());
  const rank = { live: 0, syncing: 1, away: 2 };
  const worst = statuses.toSorted((a, b) => rank[b.state] - rank[a.state])[0];
  return {
    cluster: cluster.name,
    state: worst?.state ?? "live",
    since: worst?.since ?? 0,
    error: worst?.error ?? null,
    isPartial: statuses.some(({ isPartial }) => isPartial),
  };
}
