import type { KubeObject, OwnerReference } from "../object.ts";
import { apiVersionOf } from "../resources/registry.ts";
import { type Client, unless } from "./client.ts";
import type { Change, Controller } from "./controller.ts";
import {
  foreground,
  has,
  isBlocking,
  isWaitingForDependants,
  orphan,
  type OwnerState,
  verdict,
} from "./garbage-verdict.ts";
import type { Kind } from "./kinds.ts";
import { kindOfOwner, removeOwner } from "./owners.ts";

interface Found {
  readonly kind: Kind;
  readonly object: KubeObject;
}

/** Deletes what nobody owns any longer.
 *  Source: https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export function garbageController(client: Client): Controller {
  const index = new Dependants();
  const keys = (change: Change, kind: Kind) => {
    const key = keyOf(kind, change.object);
    index.note(key, change);
    const owners = (change.object.metadata.ownerReferences ?? []).map(({ uid }) => index.keyOf(uid));
    const isOwned = owners.length > 0;
    const isGoing = change.object.metadata.deletionTimestamp !== undefined;
    const dependants = isGoing || change.isGone ? index.of(change.object.metadata.uid) : [];
    return [
      ...(isOwned || isGoing ? [key] : []),
      ...(change.isGone || isGoing ? owners.filter((owner) => owner !== undefined) : []),
      ...dependants,
    ];
  };
  return { name: "garbage", watches: [{ keys }], reconcile: (key) => reconcile(client, key) };
}

async function reconcile(client: Client, key: string): Promise<void> {
  const found = find(client, key);
  if (!found) return;
  const { kind, object } = found;
  if (object.metadata.deletionTimestamp !== undefined) {
    if (has(object, orphan)) await letGo(client, found);
    else if (has(object, foreground)) await finish(client, found);
    return;
  }
  const isOwner = () => dependantsOf(client, object).length > 0;
  const judged = verdict(object, (owner) => stateOf(client, object, owner), isOwner);
  if (judged.action === "unlink") await client.change(kind, object, removeOwner(...judged.uids));
  // Owners may wait for each other in a circle: here it is opened.
  if (judged.action === "delete" && judged.propagation === "Foreground" && isInCircle(client, object))
    await client.change(kind, object, unblockOwners);
  if (judged.action === "delete") await client.remove(kind, object, { propagation: judged.propagation });
}

const isInCircle = (client: Client, object: KubeObject) =>
  dependantsOf(client, object).some((dependant) => isWaitingForDependants(dependant.object));

function stateOf(client: Client, dependant: KubeObject, owner: OwnerReference): OwnerState {
  const resource = kindOfOwner(client, owner);
  // Of a kind that is not served nobody knows what there is.
  if (!resource) return "there";
  const { namespace = "" } = dependant.metadata;
  const found = client.get(resource, resource.namespaced ? namespace : "", owner.name);
  if (found?.metadata.uid !== owner.uid) return "absent";
  return isWaitingForDependants(found) ? "waiting" : "there";
}

/** Orphaned: the dependants stay, and forget their owner before it goes. */
async function letGo(client: Client, { kind, object }: Found): Promise<void> {
  const forget = removeOwner(object.metadata.uid);
  for (const dependant of dependantsOf(client, object)) {
    await unless(["NotFound"], () => client.change(dependant.kind, dependant.object, forget));
  }
  await client.change(kind, object, removeFinalizer(orphan));
}

async function finish(client: Client, { kind, object }: Found): Promise<void> {
  const dependants = dependantsOf(client, object);
  if (dependants.some((dependant) => isBlocking(dependant.object, object))) return;
  await client.change(kind, object, removeFinalizer(foreground));
}

function unblockOwners({ metadata }: KubeObject): void {
  const owners = metadata.ownerReferences ?? [];
  metadata.ownerReferences = owners.map((owner) => ({ ...owner, blockOwnerDeletion: false }));
}

const removeFinalizer =
  (name: string) =>
  ({ metadata }: KubeObject): void => {
    metadata.finalizers = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== name);
  };

/** Read from the store rather than from the index, which may be behind. Events belong to nobody. */
function dependantsOf(client: Client, owner: KubeObject): Found[] {
  const { namespace, uid } = owner.metadata;
  const kinds = client
    .resources()
    .filter(({ namespaced, plural }) => (namespaced || namespace === undefined) && plural !== "events");
  return kinds.flatMap((kind) =>
    client
      .list(kind, namespace)
      .filter(({ metadata }) => metadata.ownerReferences?.some((reference) => reference.uid === uid))
      .map((object) => ({ kind, object })),
  );
}

const keyOf = (kind: Kind, { metadata: { namespace = "", name } }: KubeObject) =>
  `${apiVersionOf(kind)} ${kind.plural} ${namespace} ${name}`;

function find(client: Client, key: string): Found | undefined {
  const [apiVersion, plural, namespace = "", name = ""] = key.split(" ");
  const kind = client
    .resources()
    .find((resource) => resource.plural === plural && apiVersionOf(resource) === apiVersion);
  const object = kind && client.get(kind, namespace, name);
  return object && { kind, object };
}

/** Which keys to look at when an owner changes. */
class Dependants {
  readonly #keys = new Map<string, string>();
  readonly #byOwner = new Map<string, Set<string>>();

  note(key: string, { object, previous, isGone }: Change): void {
    const { uid, ownerReferences = [] } = object.metadata;
    for (const owner of previous?.metadata.ownerReferences ?? []) this.#forget(owner.uid, key);
    if (isGone) {
      for (const owner of ownerReferences) this.#forget(owner.uid, key);
      this.#keys.delete(uid);
      return;
    }
    this.#keys.set(uid, key);
    for (const owner of ownerReferences) {
      const dependants = this.#byOwner.get(owner.uid);
      if (dependants) dependants.add(key);
      else this.#byOwner.set(owner.uid, new Set([key]));
    }
  }

  of(uid: string): readonly string[] {
    return [...(this.#byOwner.get(uid) ?? [])];
  }

  keyOf(uid: string): string | undefined {
    return this.#keys.get(uid);
  }

  #forget(owner: string, key: string): void {
    const dependants = this.#byOwner.get(owner);
    dependants?.delete(key);
    if (dependants?.size === 0) this.#byOwner.delete(owner);
  }
}
