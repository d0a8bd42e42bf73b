import type { KubeObject } from "../object.ts";
import { type ControllerRevision, controllerRevisions } from "./apps-kinds.ts";
import { type Client, isReason } from "./client.ts";
import type { PodTemplate } from "./kinds.ts";
import { claim, controllerReference, isControlledBy } from "./owners.ts";
import { isSameTemplate, templateHash } from "./template-hash.ts";

/* The past of StatefulSets and DaemonSets, which `kubectl rollout history` and `undo` read.
 * Source: k8s.io/kubernetes/pkg/controller/history */

export const revisionLabel = "controller-revision-hash";
const hashLabel = "controller.kubernetes.io/hash";

/** Whose pods are made from a template that changes. */
export interface Templated extends KubeObject {
  spec: { selector: unknown; template: PodTemplate; revisionHistoryLimit?: number };
  status?: { collisionCount?: number };
}

export interface Revisions {
  /** The one of the present template. */
  readonly update: ControllerRevision;
  /** All, the oldest first. */
  readonly all: readonly ControllerRevision[];
}

export const hashOf = ({ metadata }: ControllerRevision) => metadata.labels?.[hashLabel] ?? "";

export const templateOf = ({ data }: ControllerRevision): PodTemplate => {
  const { $patch: _, ...template } = { $patch: "", ...data?.spec?.template };
  return template as PodTemplate;
};

/** @returns the revisions with one of the present template, which is the latest, among them
 *  @throws ApiError AlreadyExists when its name is somebody else's: `countCollision`, and the next turn tries another */
export async function ensureRevision(client: Client, owner: Templated): Promise<Revisions> {
  const known = (await claim(client, owner, owner.spec.selector, controllerRevisions)).toSorted(byNumber);
  const same = known.find((revision) => isSameTemplate(templateOf(revision), owner.spec.template));
  const latest = known.at(-1);
  if (same && same === latest) return { update: same, all: known };
  const number = (latest?.revision ?? 0) + 1;
  const update = same
    ? await client.change(controllerRevisions, same, (copy) => void (copy.revision = number))
    : await create(client, owner, number);
  return { update, all: [...known.filter((revision) => revision !== same), update] };
}

const byNumber = (a: ControllerRevision, b: ControllerRevision) => a.revision - b.revision;

async function create(client: Client, owner: Templated, revision: number): Promise<ControllerRevision> {
  const { name, namespace = "" } = owner.metadata;
  const { template } = owner.spec;
  const hash = templateHash(template, owner.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const draft = {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: { name: `${name}-${hash}`, labels, ownerReferences: [controllerReference(owner)] },
    data: { spec: { template: { ...template, $patch: "replace" } } },
    revision,
  };
  try {
    return await client.create(controllerRevisions, namespace, draft);
  } catch (error) {
    const found = client.get(controllerRevisions, namespace, draft.metadata.name);
    if (!isReason(error, "AlreadyExists") || !found || !isControlledBy(found, owner)) throw error;
    return found;
  }
}

/** Forgets the oldest of those that nothing runs any more.
 *  @param live  names of those that are needed */
export async function forgetRevisions(
  client: Client,
  { spec }: Templated,
  { all }: Revisions,
  live: ReadonlySet<string>,
): Promise<void> {
  for (const revision of outlivedRevisions(all, live, spec.revisionHistoryLimit ?? 10)) {
    await client.remove(controllerRevisions, revision);
  }
}

export function outlivedRevisions(
  all: readonly ControllerRevision[],
  live: ReadonlySet<string>,
  limit: number,
): ControllerRevision[] {
  const past = all.filter(({ metadata }) => !live.has(metadata.name)).toSorted(byNumber);
  return past.slice(0, Math.max(0, past.length - limit));
}
