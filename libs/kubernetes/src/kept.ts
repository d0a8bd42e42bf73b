import type { KubeObject } from "./object.ts";

export type Change<T extends KubeObject = KubeObject> =
  | { readonly type: "added" | "deleted"; readonly object: T }
  | { readonly type: "changed"; readonly before: T; readonly object: T };

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** The objects that a cache keeps, and what a new version of them changes. */
export class Kept<T extends KubeObject> {
  readonly most: number;
  readonly #trim: (object: T) => T;
  readonly #objects = new Map<string, T>();
  #isPartial = false;

  constructor(most: number, trim: (object: T) => T) {
    this.most = most;
    this.#trim = trim;
  }

  get isPartial(): boolean {
    return this.#isPartial;
  }

  all(): T[] {
    return [...this.#objects.values()];
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#objects.get(`${namespace ?? ""}/${name}`);
  }

  /** An object without what is large and of no use here. */
  trimmed(object: T): T {
    const { metadata, ...rest } = this.#trim(object);
    const { managedFields: _, annotations, ...kept } = metadata;
    const told = annotations && Object.entries(annotations).filter(([key]) => key !== lastApplied);
    return { ...rest, metadata: { ...kept, ...(told && { annotations: Object.fromEntries(told) }) } } as T;
  }

  /** Takes a whole list in place of what was known.
   *  @param objects trimmed */
  replace(objects: readonly T[]): Change<T>[] {
    this.#isPartial = objects.length > this.most;
    const listed = new Map(objects.slice(0, this.most).map((object) => [keyOf(object), object]));
    const gone = [...this.#objects].filter(([key]) => !listed.has(key));
    return [
      ...gone.flatMap(([, object]) => this.remove(object)),
      ...[...listed.values()].flatMap((object) => this.#set(object)),
    ];
  }

  put(object: T): Change<T>[] {
    if (!this.#objects.has(keyOf(object)) && this.#objects.size >= this.most) {
      this.#isPartial = true;
      return [];
    }
    return this.#set(this.trimmed(object));
  }

  remove(object: T): Change<T>[] {
    const known = this.#objects.get(keyOf(object));
    this.#objects.delete(keyOf(object));
    return known ? [{ type: "deleted", object: known }] : [];
  }

  #set(object: T): Change<T>[] {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    this.#objects.set(key, object);
    if (!before) return [{ type: "added", object }];
    if (before.metadata.uid !== object.metadata.uid) {
      return [
        { type: "deleted", object: before },
        { type: "added", object },
      ];
    }
    if (before.metadata.resourceVersion === object.metadata.resourceVersion) return [];
    return [{ type: "changed", before, object }];
  }
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ""}/${metadata.name}`;
