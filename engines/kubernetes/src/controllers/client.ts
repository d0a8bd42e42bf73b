import type { Cluster } from "../api/handlers.ts";
import { bound } from "../api/pods/binding.ts";
import type { KubeObject } from "../object.ts";
import type { DeleteOptions } from "../objects/deletion.ts";
import type { Subresource } from "../objects/objects.ts";
import { notFound } from "../objects/refusals.ts";
import { nameOf } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";
import { ApiError, type Reason } from "../status.ts";
import { type Kind, type Pod, pods } from "./kinds.ts";

const options = { dryRun: false, fieldManager: "kube-controller-manager" };

/** A new object, of which the server decides the rest. */
export type Draft = Omit<KubeObject, "metadata"> & {
  readonly metadata: Partial<KubeObject["metadata"]>;
};

/** The cluster as controllers use it. What is read shows every write that has been awaited, so that no controller
 *  needs to remember what it did; it is shared between them and never changed. */
export class Client {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string): T | undefined {
    return this.#cluster.store.presentOne({ resource: nameOf(kind), namespace, name }) as T | undefined;
  }

  /** In the order of namespaces and names. Keeps the kind in memory: meant for kinds that are looked at again and again. */
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): T[] {
    return this.#cluster.store.present(nameOf(kind), namespace) as T[];
  }

  /** Reads the kind from the store this once, in the order of names. */
  read(kind: Kind, namespace: string): KubeObject[] {
    return this.#cluster.store.list(nameOf(kind), { namespace }).entries.map(({ object }) => object);
  }

  /** @throws ApiError */
  create<T extends KubeObject>(kind: Kind<T>, namespace: string, draft: Draft): Promise<T> {
    const object = structuredClone(draft) as KubeObject;
    object.metadata.name ??= "";
    if (namespace !== "") object.metadata.namespace = namespace;
    const target = { resource: this.resourceOf(kind), namespace, name: object.metadata.name };
    return this.#cluster.objects.create(target, object, options) as Promise<T>;
  }

  /** Writes what was decided on this very state of the object.
   *  @throws ApiError Conflict when it has changed since, NotFound */
  change<T extends KubeObject>(
    kind: Kind<T>,
    object: T,
    edit: (copy: T) => void,
    subresource?: Subresource,
  ): Promise<T> {
    const copy = structuredClone(object);
    edit(copy);
    const { namespace = "", name } = object.metadata;
    const target = { resource: this.resourceOf(kind), namespace, name, subresource };
    return this.#cluster.objects.update(target, () => copy, options) as Promise<T>;
  }

  /** Writes what holds of this very object however it has changed since it was read.
   *  @throws ApiError NotFound */
  async amend<T extends KubeObject>(
    kind: Kind<T>,
    { metadata }: T,
    edit: (now: T) => void,
    subresource?: Subresource,
  ): Promise<void> {
    const { namespace = "", name, uid } = metadata;
    const target = { resource: this.resourceOf(kind), namespace, name, subresource };
    const edited = (now: KubeObject) => {
      if (now.metadata.uid !== uid) throw notFound(target.resource, name);
      edit(now as T);
      return now;
    };
    await this.#cluster.objects.update(target, edited, options);
  }

  /** Gives this very pod its node.
   *  @throws ApiError NotFound, Conflict when it has one or ends already */
  async bind({ metadata }: Pod, nodeName: string): Promise<void> {
    const { namespace = "", name, uid } = metadata;
    const target = { resource: this.resourceOf(pods), namespace, name, subresource: "binding" } as const;
    const edit = (now: KubeObject) => {
      if (now.metadata.uid !== uid) throw new ApiError("NotFound", `pods ${JSON.stringify(name)} not found`);
      return bound(now, nodeName);
    };
    await this.#cluster.objects.update(target, edit, { dryRun: false, fieldManager: "kube-scheduler" });
  }

  /** Deletes this very object; that it is gone already is as good. */
  async remove(kind: Kind, object: KubeObject, how: Partial<DeleteOptions> = {}): Promise<void> {
    const { namespace = "", name, uid } = object.metadata;
    const target = { resource: this.resourceOf(kind), namespace, name };
    await unless(["NotFound", "Conflict"], () =>
      this.#cluster.objects.delete(target, { dryRun: false, preconditions: { uid }, ...how }),
    );
  }

  resourceOf({ group, version, plural }: Kind): Resource {
    const resource = this.#cluster.registry.find(group, version, plural);
    if (!resource) throw new Error(`the kind ${plural} is not declared`);
    return resource;
  }

  /** Every version of every kind. */
  served(): Resource[] {
    return this.#cluster.registry.all();
  }

  /** Every kind, as it is stored. */
  resources(): Resource[] {
    return this.#cluster.registry.stored();
  }
}

export const isReason = (error: unknown, ...reasons: readonly Reason[]) =>
  error instanceof ApiError && reasons.includes(error.reason);

/** Nothing can be created any more where everything ends. */
export const isNamespaceEnding = (error: unknown) =>
  error instanceof ApiError &&
  (error.details.causes?.some(({ reason }) => reason === "NamespaceTerminating") ?? false);

/** Does what may be refused for reasons that are as good as success. */
export async function unless(reasons: readonly Reason[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isReason(error, ...reasons)) throw error;
  }
}
