import type { KubeObject, OwnerReference } from "../object.ts";

/** What has become of an owner: `waiting` when it stays only until its dependants are gone. */
export type OwnerState = "there" | "absent" | "waiting";

export type Verdict =
  | { readonly action: "keep" }
  /** Some owner is still there: only the references to the others go. */
  | { readonly action: "unlink"; readonly uids: readonly string[] }
  | { readonly action: "delete"; readonly propagation: "Foreground" | "Background" | "Orphan" };

export const foreground = "foregroundDeletion";
export const orphan = "orphan";

export const has = ({ metadata }: KubeObject, finalizer: string) =>
  metadata.finalizers?.includes(finalizer) ?? false;

export const isWaitingForDependants = (object: KubeObject) =>
  object.metadata.deletionTimestamp !== undefined && has(object, foreground);

/** @param hasDependants  whether the object is an owner itself; asked only when that decides
 *  Source: k8s.io/kubernetes/pkg/controller/garbagecollector attemptToDeleteItem */
export function verdict(
  object: KubeObject,
  stateOf: (owner: OwnerReference) => OwnerState,
  hasDependants: () => boolean,
): Verdict {
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.length === 0 || object.metadata.deletionTimestamp !== undefined) return { action: "keep" };
  const states = owners.map((owner) => ({ uid: owner.uid, state: stateOf(owner) }));
  const lost = states.filter(({ state }) => state !== "there").map(({ uid }) => uid);
  if (lost.length === 0) return { action: "keep" };
  if (lost.length < owners.length) return { action: "unlink", uids: lost };
  const isAwaited = states.some(({ state }) => state === "waiting");
  if (isAwaited && hasDependants()) return { action: "delete", propagation: "Foreground" };
  if (has(object, orphan)) return { action: "delete", propagation: "Orphan" };
  return { action: "delete", propagation: has(object, foreground) ? "Foreground" : "Background" };
}

/** Whether a dependant keeps an owner that is deleted in the foreground. */
export const isBlocking = (dependant: KubeObject, owner: KubeObject) =>
  dependant.metadata.ownerReferences?.some(
    ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true,
  ) ?? false;
