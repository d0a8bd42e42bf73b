import type { KubeObject, OwnerReference } from "../object.ts";
import { selectorMatches } from "../resources/selector.ts";
import type { Client } from "./client.ts";
import type { Kind } from "./kinds.ts";

/* Who owns whom. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/ */

export const controllerOf = ({ metadata }: KubeObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

export const isControlledBy = (object: KubeObject, owner: KubeObject) =>
  controllerOf(object)?.uid === owner.metadata.uid;

export function controllerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The key of the object's controller when that is of this kind. */
export function controllerKey(object: KubeObject, kind: string): string[] {
  const owner = controllerOf(object);
  return owner?.kind === kind ? [`${object.metadata.namespace}/${owner.name}`] : [];
}

export interface Claims<T> {
  readonly owned: readonly T[];
  /** Match the selector and have no controller. */
  readonly adopt: readonly T[];
  /** Are controlled, and match no longer. */
  readonly release: readonly T[];
}

/** What belongs to a controller by its selector and by who controls it; one that goes takes and leaves nothing. */
export function claims<T extends KubeObject>(
  owner: KubeObject,
  selector: unknown,
  objects: readonly T[],
): Claims<T> {
  const isGoing = owner.metadata.deletionTimestamp !== undefined;
  const matches = ({ metadata }: T) => selectorMatches(selector, metadata.labels);
  const controlled = objects.filter((object) => isControlledBy(object, owner));
  const orphans = objects.filter(
    (object) => controllerOf(object) === undefined && object.metadata.deletionTimestamp === undefined,
  );
  return {
    owned: controlled.filter(matches),
    adopt: isGoing ? [] : orphans.filter(matches),
    release: isGoing ? [] : controlled.filter((object) => !matches(object)),
  };
}

/** Writes the claims of an owner.
 *  @param mayBelong  of what is not controlled by it already
 *  @returns what it owns now */
export async function claim<T extends KubeObject>(
  client: Client,
  owner: KubeObject,
  selector: unknown,
  kind: Kind<T>,
  mayBelong: (object: T) => boolean = () => true,
): Promise<T[]> {
  const listed = client.list(kind, owner.metadata.namespace);
  const found = claims(
    owner,
    selector,
    listed.filter((object) => isControlledBy(object, owner) || mayBelong(object)),
  );
  const adopted: T[] = [];
  for (const orphan of found.adopt) adopted.push(await client.change(kind, orphan, addOwner(owner)));
  for (const stranger of found.release) await client.change(kind, stranger, removeOwner(owner.metadata.uid));
  return [...found.owned, ...adopted];
}

const addOwner =
  (owner: KubeObject) =>
  ({ metadata }: KubeObject): void => {
    metadata.ownerReferences = [...(metadata.ownerReferences ?? []), controllerReference(owner)];
  };

export const removeOwner =
  (...uids: readonly string[]) =>
  ({ metadata }: KubeObject): void => {
    const others = (metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid));
    if (others.length > 0) metadata.ownerReferences = others;
    else delete metadata.ownerReferences;
  };

/** The kind that a reference names, in whichever version, when it is served. */
export function kindOfOwner(client: Client, { apiVersion, kind }: OwnerReference) {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return client.resources().find((resource) => resource.kind === kind && resource.group === group);
}
