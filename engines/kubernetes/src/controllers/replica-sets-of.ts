import { equal } from "../patch/json.ts";
import { type Client, type Draft, isReason } from "./client.ts";
import type { Record } from "./events.ts";
import { type Deployment, deployments, type ReplicaSet, replicaSets } from "./kinds.ts";
import { controllerReference, isControlledBy } from "./owners.ts";
import { nextRevision, revisionAnnotation, setAnnotations, sizeAnnotations } from "./revisions.ts";
import { replicasOf } from "./rolling-bounds.ts";
import { newSize, type Scaling, type Sets } from "./rollout.ts";
import { hashLabel, isSameTemplate, templateHash } from "./template-hash.ts";

/* What a deployment writes of its replica sets. */

/** @returns the sets with one of the present template among them */
export async function ensureCurrent(
  client: Client,
  record: Record,
  deployment: Deployment,
  sets: Sets,
): Promise<Sets & { readonly current: ReplicaSet }> {
  const { current, old } = sets;
  if (!current) return { old, current: await createSet(client, record, deployment, sets) };
  const annotations = setAnnotations(deployment, nextRevision(sets), current.metadata.annotations);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const isNoted = equal(annotations, current.metadata.annotations ?? {});
  if (isNoted && minReadySeconds === (current.spec.minReadySeconds ?? 0)) return { old, current };
  const changed = await client.change(replicaSets, current, (copy) => {
    copy.metadata.annotations = annotations;
    copy.spec.minReadySeconds = minReadySeconds;
  });
  return { old, current: changed };
}

async function createSet(
  client: Client,
  record: Record,
  deployment: Deployment,
  sets: Sets,
): Promise<ReplicaSet> {
  const draft = draftOf(deployment, sets);
  const { namespace = "" } = deployment.metadata;
  const name = draft.metadata.name ?? "";
  try {
    const created = await client.create(replicaSets, namespace, draft);
    const size = replicasOf(created);
    if (size > 0) await record(deployment, "Normal", "ScalingReplicaSet", scaledText("up", name, 0, size));
    return created;
  } catch (error) {
    if (!isReason(error, "AlreadyExists")) throw error;
    const found = client.get(replicaSets, namespace, name);
    const isOurs = found && isControlledBy(found, deployment);
    if (isOurs && isSameTemplate(found.spec.template, deployment.spec.template)) return found;
    // The next turn looks for another name.
    await client.change(deployments, deployment, countCollision, "status");
    throw error;
  }
}

function countCollision(deployment: Deployment): void {
  const { collisionCount = 0 } = deployment.status ?? {};
  deployment.status = { ...deployment.status, collisionCount: collisionCount + 1 };
}

function draftOf(deployment: Deployment, sets: Sets): Draft {
  const { selector, template, minReadySeconds = 0 } = deployment.spec;
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      labels,
      annotations: { ...setAnnotations(deployment, nextRevision(sets)), ...sizeAnnotations(deployment) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: newSize(deployment, sets),
      minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** `kubectl rollout history` reads the revision of the deployment as well. */
export async function noteRevision(
  client: Client,
  deployment: Deployment,
  current: ReplicaSet | undefined,
): Promise<Deployment> {
  const revision = current?.metadata.annotations?.[revisionAnnotation];
  if (revision === undefined || deployment.metadata.annotations?.[revisionAnnotation] === revision) {
    return deployment;
  }
  return client.change(deployments, deployment, ({ metadata }) => {
    metadata.annotations = { ...metadata.annotations, [revisionAnnotation]: revision };
  });
}

/** @returns the sets as they are then */
export async function scale(
  client: Client,
  record: Record,
  deployment: Deployment,
  sets: Sets,
  scalings: readonly Scaling[],
): Promise<Sets> {
  const scaled = new Map<ReplicaSet, ReplicaSet>();
  for (const { set, to } of scalings) {
    const from = replicasOf(set);
    const annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment) };
    if (from === to && equal(annotations, set.metadata.annotations)) continue;
    const changed = await client.change(replicaSets, set, (copy) => {
      copy.spec.replicas = to;
      copy.metadata.annotations = annotations;
    });
    scaled.set(set, changed);
    if (from === to) continue;
    const text = scaledText(to > from ? "up" : "down", set.metadata.name, from, to);
    await record(deployment, "Normal", "ScalingReplicaSet", text);
  }
  const { current, old } = sets;
  return {
    current: current && (scaled.get(current) ?? current),
    old: old.map((set) => scaled.get(set) ?? set),
  };
}

const scaledText = (direction: "up" | "down", name: string, from: number, to: number) =>
  `Scaled ${direction} replica set ${name} from ${from} to ${to}`;
