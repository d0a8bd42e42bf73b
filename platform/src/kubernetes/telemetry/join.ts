import type { z } from "zod";
import { type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import { chosen, type Clusters } from "../clusters/clusters.ts";
import { workloadOf } from "../pods/owner.ts";
import { lookupIn } from "../pods/pods.ts";
import type { listServiceWorkloads, ServiceWorkload } from "./api.ts";
import { type KnownPod, relationsOf } from "./relations.ts";
import { podsOfServices } from "./store.ts";

export async function serviceWorkloads(
  clusters: Clusters,
  read: Read,
  input: z.output<typeof listServiceWorkloads.input>,
  now: number,
): Promise<{ relations: ServiceWorkload[] }> {
  const { service, cluster, namespace, kind, workload } = input;
  const relations = await relationsIn(clusters, read, windowOf(input, now), service);
  const isAskedFor = (of: ServiceWorkload) =>
    (cluster === "" || of.cluster === cluster) &&
    (namespace === "" || of.workload.namespace === namespace) &&
    (kind === "" || of.workload.kind === kind) &&
    (workload === "" || of.workload.name === workload);
  return { relations: relations.filter(isAskedFor) };
}

/** @param service empty for all */
export async function relationsIn(clusters: Clusters, read: Read, window: Window, service = "") {
  return relationsOf(await podsOfServices(read, window, service), knownPods(clusters));
}

const knownPods = (clusters: Clusters): KnownPod[] =>
  chosen(clusters, "").flatMap((cluster) =>
    cluster.caches.pods.list().map((pod) => ({
      cluster: cluster.name,
      namespace: pod.metadata.namespace ?? "",
      name: pod.metadata.name,
      uid: pod.metadata.uid ?? "",
      node: pod.spec.nodeName ?? "",
      workload: workloadOf(pod, lookupIn(cluster)),
    })),
  );
