import { type KubeObject, kinds, type WriteOptions } from "@naru/kubernetes";
import { NaruError } from "#kernel/errors.ts";
import type { Cluster } from "../clusters/cluster.ts";
import { rewrittenOf } from "../objects/rewritten.ts";
import type { Controller, ControllerRevision } from "../resources.ts";
import type { Rewritten } from "../shapes/api.ts";
import { revisionsOf } from "./revisions.ts";
import { objectOf, type WorkloadKind } from "./workloads.ts";

export interface Place {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

const kindOf = {
  Deployment: kinds.deployments,
  StatefulSet: kinds.statefulSets,
  DaemonSet: kinds.daemonSets,
  ReplicaSet: kinds.replicaSets,
  Job: kinds.jobs,
  CronJob: kinds.cronJobs,
  Pod: kinds.pods,
} as const satisfies Record<WorkloadKind, (typeof kinds)[keyof typeof kinds]>;

export async function scale(
  cluster: Cluster,
  place: Place,
  replicas: number,
  options: WriteOptions,
): Promise<Rewritten> {
  requireKind(place, ["Deployment", "StatefulSet", "ReplicaSet"], "has a number of pods to set");
  const before = await cluster.client.get<Controller>(kindOf[place.kind], place, options);
  await cluster.client.scale(kindOf[place.kind], place, replicas, options);
  const after: Controller = { ...before, spec: { ...before.spec, replicas } };
  return rewrittenOf(before, after);
}

/** As `kubectl rollout restart` does: a new annotation makes a new revision of the same. */
export async function restart(cluster: Cluster, place: Place, now: number, options: WriteOptions) {
  requireKind(place, ["Deployment", "StatefulSet", "DaemonSet"], "is replaced a few pods at a time");
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date(now).toISOString() };
  const body = { spec: { template: { metadata: { annotations } } } };
  return patched(cluster, place, "strategic", body, options);
}

export async function pause(cluster: Cluster, place: Place, paused: boolean, options: WriteOptions) {
  requireKind(place, ["Deployment", "Job", "CronJob"], "can be paused");
  const spec = place.kind === "Deployment" ? { paused } : { suspend: paused };
  return patched(cluster, place, "strategic", { spec }, options);
}

/** As `kubectl rollout undo --to-revision`: what the revision ran is what is wanted again.
 *  @throws NaruError NOT_FOUND naming the revisions that there are */
export async function rollBack(cluster: Cluster, place: Place, revision: number, options: WriteOptions) {
  requireKind(place, ["Deployment", "StatefulSet", "DaemonSet"], "has revisions to go back to");
  const object = objectOf(cluster, place.kind, place.namespace, place.name);
  const known = revisionsOf(cluster, place.kind, object, []);
  const wanted = known.find((each) => each.revision === revision);
  if (!wanted) {
    throw new NaruError("NOT_FOUND", `${place.kind} ${place.name} has no revision ${revision}.`, {
      help: `Revisions that are kept: ${known.map((each) => each.revision).join(", ") || "none"}.`,
    });
  }
  if (wanted.isCurrent) {
    throw new NaruError("INVALID_INPUT", `revision: ${revision} is what ${place.name} runs already`);
  }
  if ((object as Controller).spec.paused) {
    throw new NaruError("INVALID_INPUT", `${place.name} is paused: nothing would come of it`, {
      help: "Resume it first (kubernetes.pauseWorkload with paused: false).",
    });
  }
  if (place.kind === "Deployment") return toReplicaSet(cluster, place, object, wanted.name, options);
  return toControllerRevision(cluster, place, wanted.name, options);
}

const hashLabel = "pod-template-hash";

async function toReplicaSet(
  cluster: Cluster,
  place: Place,
  { metadata }: KubeObject,
  name: string,
  options: WriteOptions,
) {
  const set = await cluster.client.get<Controller>(
    kinds.replicaSets,
    { namespace: place.namespace, name },
    options,
  );
  const template = set.spec.template;
  const { [hashLabel]: _, ...labels } = template?.metadata?.labels ?? {};
  const value = { ...template, metadata: { ...template?.metadata, labels } };
  const body = [
    { op: "test", path: "/metadata/uid", value: metadata.uid },
    { op: "replace", path: "/spec/template", value },
  ];
  return patched(cluster, place, "json", body, options);
}

/** A ControllerRevision holds the very patch that leads back to it. */
async function toControllerRevision(cluster: Cluster, place: Place, name: string, options: WriteOptions) {
  const ref = { namespace: place.namespace, name };
  const { data = {} } = await cluster.client.get<ControllerRevision>(kinds.controllerRevisions, ref, options);
  return patched(cluster, place, "strategic", data, options);
}

async function patched(
  { client }: Cluster,
  place: Place,
  type: "json" | "strategic",
  body: object,
  options: WriteOptions,
): Promise<Rewritten> {
  const before = await client.get(kindOf[place.kind], place, options);
  return rewrittenOf(before, await client.patch(kindOf[place.kind], place, type, body, options));
}

function requireKind({ kind, name }: Place, allowed: readonly WorkloadKind[], what: string): void {
  if (allowed.includes(kind)) return;
  throw new NaruError(
    "INVALID_INPUT",
    `kind: no ${kind} like ${name} ${what}; of these it can be: ${allowed.join(", ")}`,
  );
}
