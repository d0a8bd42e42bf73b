import type { Cluster } from "../clusters/cluster.ts";
import type { EventRow } from "../pods/api.ts";
import { type KubeEvent, timeOf } from "../resources.ts";

/** An event in one shape, whether it was written by core/v1 or by events.k8s.io (which servers convert). */
export function eventRowOf(cluster: string, event: KubeEvent): EventRow {
  const { involvedObject: about = {}, metadata, series } = event;
  const made = timeOf(event.eventTime) ?? timeOf(metadata.creationTimestamp) ?? 0;
  const first = timeOf(event.firstTimestamp) ?? made;
  return {
    cluster,
    time: timeOf(series?.lastObservedTime) ?? timeOf(event.lastTimestamp) ?? first,
    firstTime: first,
    type: event.type ?? "Normal",
    reason: event.reason ?? "",
    message: event.message ?? "",
    count: series?.count ?? event.count ?? 1,
    source: event.reportingComponent || event.source?.component || "",
    object: { kind: about.kind ?? "", namespace: about.namespace ?? "", name: about.name ?? "" },
  };
}

/** What the cluster still tells about these objects, newest first. */
export function eventsAbout(cluster: Cluster, uids: readonly string[]): EventRow[] {
  const wanted = new Set(uids);
  return cluster.caches.events
    .list()
    .filter(({ involvedObject }) => wanted.has(involvedObject?.uid ?? ""))
    .map((event) => eventRowOf(cluster.name, event))
    .toSorted((a, b) => b.time - a.time);
}
