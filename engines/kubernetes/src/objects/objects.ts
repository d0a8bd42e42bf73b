import type { KubeObject } from "../object.ts";
import { apply } from "../patch/apply/apply.ts";
import { updateManagers } from "../patch/apply/update-managers.ts";
import { equal } from "../patch/json.ts";
import { apiVersionOf, nameOf } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { ApiError } from "../status.ts";
import type { Entry, Key, Store } from "../store/store.ts";
import { deletion, type DeleteOptions, isFinished } from "./deletion.ts";
import { beginLife, carryOver, countGeneration, generatedName, timestamp } from "./metadata.ts";
import { alreadyExists, conflict, invalid, modified, notFound } from "./refusals.ts";

/** One object of one kind. */
export interface Target {
  readonly resource: Resource;
  /** "" for kinds without namespaces. */
  readonly namespace: string;
  readonly name: string;
  readonly subresource?: Subresource | undefined;
}

/** Of an object that is written through a path of its own, what changes: nothing else does. A binding writes what it
 *  likes, as far as the kind's validation lets it. */
const written = {
  status: (before: KubeObject, after: KubeObject) => ({ ...before, status: after["status"] }),
  finalize: (before: KubeObject, after: KubeObject) => ({ ...before, spec: after["spec"] }),
  binding: (_: KubeObject, after: KubeObject) => after,
  ephemeralcontainers: (before: KubeObject, after: KubeObject) => {
    const { ephemeralContainers } = (after["spec"] ?? {}) as Record<string, unknown>;
    return { ...before, spec: { ...(before["spec"] as object), ephemeralContainers } };
  },
};
export type Subresource = keyof typeof written;

export interface WriteOptions {
  /** Nothing is stored; everything else happens. */
  readonly dryRun: boolean;
  readonly fieldManager: string;
}

/** Makes of what is there what shall be there; what it is given is its own to change. */
export type Edit = (before: KubeObject) => KubeObject;

/** What a cluster adds to an object before it is checked and stored, or why it refuses it.
 *  @param before  undefined when it is being created
 *  @throws ApiError Forbidden
 *  Source: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
export type Admit = (resource: Resource, object: KubeObject, before: KubeObject | undefined) => void;

/** Names that collide by chance are made anew this often. */
const mostNames = 8;

/** The life of every object: created, changed, deleted, by the rules that hold for all kinds.
 *  Source: https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md */
export class Objects {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #admit: Admit;

  constructor(
    store: Store,
    { clock = Date.now, admit = () => {} }: { clock?: () => number; admit?: Admit } = {},
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#admit = admit;
  }

  /** @throws ApiError NotFound */
  get(target: Target): Entry {
    const entry = this.#store.get(keyOf(target));
    if (!entry) throw notFound(target.resource, target.name);
    return entry;
  }

  /** @param object  as the client sent it; filled in place
   *  @throws ApiError AlreadyExists, Invalid, Forbidden in a namespace that ends */
  async create(target: Target, object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    const { resource, namespace } = target;
    this.#requireNamespace(resource, namespace);
    const { metadata } = object;
    if (metadata.resourceVersion) {
      throw new ApiError("BadRequest", "resourceVersion should not be set on objects to be created");
    }
    delete metadata.managedFields;
    beginLife(object, this.#clock());
    const base = metadata.name ? undefined : metadata.generateName;
    for (let attempt = 1; ; attempt++) {
      if (base !== undefined) metadata.name = generatedName(base);
      try {
        return await this.#add({ ...target, name: metadata.name }, object, options);
      } catch (error) {
        const collided = error instanceof ApiError && error.reason === "AlreadyExists";
        if (base === undefined || !collided || attempt === mostNames) throw error;
      }
    }
  }

  /** Replaces, or patches, in one transaction.
   *  @throws ApiError NotFound, Conflict, Invalid */
  async update(target: Target, edit: Edit, options: WriteOptions): Promise<KubeObject> {
    return this.#write(target, options, (before) => {
      if (!before) throw notFound(target.resource, target.name);
      return this.#changed(target, before, edit(structuredClone(before)), options);
    });
  }

  /** Server-side apply creates what is not there. */
  async apply(
    target: Target,
    applied: unknown,
    options: WriteOptions & { force: boolean },
  ): Promise<KubeObject> {
    const { resource, subresource } = target;
    const request = {
      applied,
      manager: options.fieldManager,
      force: options.force,
      type: resource.type,
      apiVersion: apiVersionOf(resource),
      now: timestamp(this.#clock()),
      subresource,
    };
    return this.#write(target, options, (before) => {
      const { object } = apply({ ...request, live: before });
      if (before) {
        // Not the manager's to set, but what it has seen: it must be as it was then.
        this.#requireSame(target, before, applied as KubeObject);
        return object === before ? before : this.#settled(target, before, structuredClone(object));
      }
      this.#requireNamespace(resource, target.namespace);
      const created = structuredClone(object);
      beginLife(created, this.#clock());
      return this.#admitted(target, created, undefined);
    });
  }

  /** @returns the object as it was last, or as it waits for its finalizers or for its pods to end */
  async delete(target: Target, options: DeleteOptions): Promise<{ object: KubeObject; isGone: boolean }> {
    let last: KubeObject | undefined;
    const left = await this.#writeEntry(target, options.dryRun, (before) => {
      if (!before) throw notFound(target.resource, target.name);
      last = before;
      const next = deletion(target.resource, structuredClone(before), options, this.#clock());
      return next !== undefined && equal(next, before) ? before : next;
    });
    return { object: left ?? (last as KubeObject), isGone: left === undefined };
  }

  async #add(target: Target, object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    return this.#write(target, options, (before) => {
      if (before) throw alreadyExists(target.resource, target.name);
      const admitted = this.#admitted(target, structuredClone(object), undefined);
      return this.#managed(target, undefined, admitted, options);
    });
  }

  #changed(
    target: Target,
    before: KubeObject,
    after: KubeObject,
    options: WriteOptions,
  ): KubeObject | undefined {
    this.#requireSame(target, before, after);
    const settled = this.#settled(target, before, after);
    if (settled === undefined || settled === before) return settled;
    return this.#managed(target, before, settled, options);
  }

  /** By the rules for updates: undefined when that was its last finalizer, `before` when nothing has changed. */
  #settled(target: Target, before: KubeObject, after: KubeObject): KubeObject | undefined {
    const { subresource } = target;
    const next = subresource ? written[subresource](structuredClone(before), after) : after;
    if (subresource === "status" && !target.resource.isCustom) takeLabels(next, after);
    if (subresource !== undefined) next.metadata.managedFields = after.metadata.managedFields ?? [];
    else if (target.resource.subresources.status) restoreStatus(next, before);
    carryOver(next, before);
    const admitted = this.#admitted(target, next, before);
    countGeneration(admitted, before);
    if (isFinished(admitted)) return undefined;
    return equal(admitted, before) ? before : admitted;
  }

  /** @throws ApiError Invalid */
  #admitted(
    { resource, name, subresource }: Target,
    object: KubeObject,
    before: KubeObject | undefined,
  ): KubeObject {
    if (subresource === undefined) resource.prepare?.(object, before);
    resource.setDefaults?.(object);
    if (subresource === undefined) {
      this.#admit(resource, object, before);
      // What was added says no more than what was sent.
      resource.setDefaults?.(object);
    }
    const causes = resource.validate?.(object, before, subresource) ?? [];
    if (causes.length > 0) throw invalid(resource, name, causes);
    return object;
  }

  #managed(
    { resource, subresource }: Target,
    before: KubeObject | undefined,
    after: KubeObject,
    { fieldManager }: WriteOptions,
  ): KubeObject {
    return updateManagers({
      before,
      after,
      manager: fieldManager,
      type: resource.type,
      apiVersion: apiVersionOf(resource),
      now: timestamp(this.#clock()),
      subresource,
    });
  }

  #requireSame({ resource, name }: Target, before: KubeObject, after: KubeObject): void {
    const { uid, resourceVersion } = after.metadata;
    if (uid && uid !== before.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
      throw conflict(resource, name, why);
    }
    if (resourceVersion && resourceVersion !== before.metadata.resourceVersion)
      throw modified(resource, name);
  }

  #requireNamespace(resource: Resource, namespace: string): void {
    if (!resource.namespaced) return;
    const found = this.#store.get({ resource: "namespaces", namespace: "", name: namespace })?.object;
    if (!found) {
      throw new ApiError("NotFound", `namespaces ${JSON.stringify(namespace)} not found`, {
        name: namespace,
        kind: "namespaces",
      });
    }
    if (found.metadata.deletionTimestamp !== undefined) {
      const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
      throw new ApiError("Forbidden", why, {
        name: namespace,
        kind: "namespaces",
        causes: [
          {
            reason: "NamespaceTerminating",
            message: `namespace ${namespace} is being terminated`,
            field: "metadata.namespace",
          },
        ],
      });
    }
  }

  async #write(
    target: Target,
    { dryRun }: WriteOptions,
    change: (before: KubeObject | undefined) => KubeObject | undefined,
  ): Promise<KubeObject> {
    let last: KubeObject | undefined;
    const left = await this.#writeEntry(target, dryRun, (before) => {
      last = before;
      return change(before);
    });
    return left ?? (last as KubeObject);
  }

  /** @returns the object as it is now, and undefined when it is gone */
  async #writeEntry(
    target: Target,
    dryRun: boolean,
    change: (before: KubeObject | undefined) => KubeObject | undefined,
  ): Promise<KubeObject | undefined> {
    const key = keyOf(target);
    if (dryRun) return change(this.#store.get(key)?.object);
    const entry = await this.#store.update(key, (current) => change(current?.object));
    return entry?.object;
  }
}

/** Who writes a built-in kind's status may label it too; a custom kind's status comes alone, as upstream has it. */
function takeLabels({ metadata }: KubeObject, { metadata: given }: KubeObject): void {
  for (const field of ["labels", "annotations"] as const) {
    if (given[field] === undefined) delete metadata[field];
    else metadata[field] = given[field];
  }
}

/** An object's status is written through its own path: elsewhere it is as it was. */
function restoreStatus(object: KubeObject, before: KubeObject): void {
  if (before["status"] === undefined) delete object["status"];
  else object["status"] = structuredClone(before["status"]);
}

const keyOf = ({ resource, namespace, name }: Target): Key => ({
  resource: nameOf(resource),
  namespace,
  name,
});
