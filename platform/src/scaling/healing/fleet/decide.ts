import type { Hold, Policy } from "../api.ts";

/** A pod that is sick, or seems to be. */
export interface SickPod {
  readonly id: string;
  readonly cluster: string;
  /** Its workload, of all clusters. */
  readonly workload: string;
  readonly node: string;
}

/** A workload whose pods are compared. */
export interface Ward {
  readonly policy: Policy;
  readonly ready: number;
  readonly desired: number;
  /** Pods about which enough is known. */
  readonly judged: number;
  /** Its pods run one revision, and no other is on its way. */
  readonly isSettled: boolean;
}

/** A pod that Naru took out. */
export interface Replacement {
  readonly cluster: string;
  readonly workload: string;
  readonly at: number;
}

export interface Fleet {
  readonly now: number;
  /** By workload. */
  readonly wards: ReadonlyMap<string, Ward>;
  readonly sick: readonly SickPod[];
  /** Pods that only fail at another sick pod, by id. */
  readonly callers: ReadonlySet<string>;
  /** Of the last half hour. */
  readonly replacements: readonly Replacement[];
  /** Clusters of which it is not known how they are now. */
  readonly blind: ReadonlySet<string>;
  /** How many nodes each cluster has. */
  readonly nodes: ReadonlyMap<string, number>;
}

export type Decision =
  | { readonly kind: "evict" }
  | { readonly kind: "advise" }
  | { readonly kind: "hold"; readonly why: Hold };

/* When much is sick at once, the pods are not the cause, and taking them out would make it worse. */

/** Of a workload's pods, one, or so large a part of them. */
const mostOfWorkload = 1 / 3;
/** Of the workloads of a cluster, one, or so large a part of them. */
const mostOfFleet = 1 / 4;

/* A pod that is new is not sick at once: what is replaced faster than that is replaced for nothing. */

const paceMs = 60_000;
const againMs = 30 * 60_000;
/** Of a workload in half an hour: so many, or so large a part of them. */
const mostAgain = 3;
const mostAgainPart = 0.1;
/** Of a cluster in ten minutes: so many, or so large a part of its pods. */
const busyMs = 10 * 60_000;
const mostOfCluster = 5;
const mostOfClusterPart = 0.05;

/** What is to be done with a pod that is sick.
 *  @param fleet  with it among the sick */
export function decide(pod: SickPod, fleet: Fleet): Decision {
  const ward = fleet.wards.get(pod.workload);
  const why = ward === undefined ? "blind" : holdOf(pod, ward, fleet);
  if (why !== undefined) return { kind: "hold", why };
  return { kind: ward?.policy === "act" ? "evict" : "advise" };
}

function holdOf(pod: SickPod, ward: Ward, fleet: Fleet): Hold | undefined {
  if (fleet.blind.has(pod.cluster)) return "blind";
  if (!ward.isSettled) return "rollout";
  if (fleet.callers.has(pod.id)) return "caller";
  const sick = fleet.sick.filter(({ id, cluster }) => cluster === pod.cluster && !fleet.callers.has(id));
  const ofWorkload = sick.filter(({ workload }) => workload === pod.workload);
  if (ofWorkload.length > Math.max(1, ward.judged * mostOfWorkload)) return "many";
  if (isOfNode(pod, sick, fleet)) return "node";
  if (isOfFleet(pod, sick, fleet)) return "fleet";
  return ward.ready < ward.desired ? "unready" : paceOf(pod, ward, fleet);
}

/** Pods of several workloads are sick, and all of them are on this node though there are others. */
function isOfNode({ node, cluster }: SickPod, sick: readonly SickPod[], { nodes }: Fleet): boolean {
  const workloads = new Set(sick.map(({ workload }) => workload));
  const isOnlyHere = sick.every((each) => each.node === node);
  return node !== "" && workloads.size > 1 && isOnlyHere && (nodes.get(cluster) ?? 0) > 1;
}

function isOfFleet({ cluster }: SickPod, sick: readonly SickPod[], { wards }: Fleet): boolean {
  const workloads = new Set(sick.map(({ workload }) => workload));
  const compared = [...wards].filter(([id, { judged }]) => clusterOf(id) === cluster && judged > 1).length;
  return workloads.size > Math.max(1, compared * mostOfFleet);
}

function paceOf(pod: SickPod, ward: Ward, { now, wards, replacements }: Fleet): Hold | undefined {
  const here = replacements.filter(({ cluster }) => cluster === pod.cluster);
  const own = here.filter(({ workload, at }) => workload === pod.workload && now - at < againMs);
  if (own.length >= Math.max(mostAgain, ward.desired * mostAgainPart)) return "again";
  const pods = [...wards].reduce(
    (sum, [id, { desired }]) => sum + (clusterOf(id) === pod.cluster ? desired : 0),
    0,
  );
  const lately = here.filter(({ at }) => now - at < busyMs);
  if (own.some(({ at }) => now - at < paceMs)) return "pace";
  return lately.length >= Math.max(mostOfCluster, pods * mostOfClusterPart) ? "pace" : undefined;
}

/** A workload's place in all clusters, as one text that begins with its cluster. */
export const wardId = (of: {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}): string => [of.cluster, of.namespace, of.kind, of.name].join("/");

const clusterOf = (id: string) => id.slice(0, id.indexOf("/"));
