import type { KubeObject } from "../object.ts";
import type { Deployment, ReplicaSet } from "./kinds.ts";
import { mostReplicas, replicasOf } from "./rolling-bounds.ts";
import { byAge, type Sets } from "./rollout.ts";

/* What a deployment notes on its replica sets. */

const prefix = "deployment.kubernetes.io/";
export const revisionAnnotation = `${prefix}revision`;
const historyAnnotation = `${prefix}revision-history`;
const desiredAnnotation = `${prefix}desired-replicas`;
const mostAnnotation = `${prefix}max-replicas`;

/** These say something of the deployment alone, or of the set alone. */
const notCopied = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "deprecated.deployment.rollback.to",
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  mostAnnotation,
]);

export const revisionOf = (object: KubeObject) => numberIn(object, revisionAnnotation) ?? 0;
export const desiredOf = (set: ReplicaSet) => numberIn(set, desiredAnnotation);
export const mostOf = (set: ReplicaSet) => numberIn(set, mostAnnotation);

function numberIn({ metadata }: KubeObject, annotation: string): number | undefined {
  const text = metadata.annotations?.[annotation];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** One more than any earlier set has. */
export const nextRevision = ({ old }: Sets) => Math.max(0, ...old.map(revisionOf)) + 1;

export const sizeAnnotations = (deployment: Deployment): Record<string, string> => ({
  [desiredAnnotation]: String(replicasOf(deployment)),
  [mostAnnotation]: String(mostReplicas(deployment)),
});

/** The annotations of the set that runs now. A set that comes back, as after `kubectl rollout undo`, gets a new
 *  revision and remembers those that it had. */
export function setAnnotations(
  deployment: Deployment,
  revision: number,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notCopied.has(key));
  const annotations = { ...before, ...Object.fromEntries(copied) };
  const last = Number(before[revisionAnnotation] ?? 0);
  if (last >= revision) return annotations;
  const history = [before[historyAnnotation], before[revisionAnnotation]].filter(
    (text) => text !== undefined,
  );
  if (history.length > 0) annotations[historyAnnotation] = history.join(",");
  annotations[revisionAnnotation] = String(revision);
  return annotations;
}

/** The sets that are kept no longer: the earliest of those that run nothing. */
export function outlived(deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet[] {
  const { revisionHistoryLimit = 10 } = deployment.spec;
  const kept = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const excess = Math.max(0, kept.length - revisionHistoryLimit);
  return kept
    .toSorted((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
    .slice(0, excess)
    .filter(isIdle);
}

const isIdle = (set: ReplicaSet) =>
  replicasOf(set) === 0 &&
  (set.status?.replicas ?? 0) === 0 &&
  (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
