import type { KubeObject } from "../object.ts";
import { ApiError } from "../status.ts";
import type { WatchEvent } from "./entry.ts";
import type { List } from "./history.ts";

/** What `Present` reads from. */
export interface Source {
  list(resource: string): List;
  /** The next events of a resource after `from`; `reached` when everything up to there has been told.
   *  @throws ApiError Expired when some that come after `from` are gone */
  follow(resource: string, from: number): { events: readonly WatchEvent[]; reached: number };
}

/** The objects of one namespace. They are put in order again only when one has come since. */
interface Named {
  objects: Map<string, KubeObject>;
  isInOrder: boolean;
}

interface Kept {
  revision: number;
  readonly namespaces: Map<string, Named>;
}

/** The objects of some resources as they are, parsed and in memory, for those in this process who look at all of them
 *  again and again. It is brought up to date from the log when it is read, so that it is never behind and nothing runs
 *  while nobody asks. What it gives is shared: never change it. */
export class Present {
  readonly #source: Source;
  readonly #kept = new Map<string, Kept>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** From now on the resource is kept. In the order of namespaces and names. */
  list(resource: string, newest: number, namespace?: string): KubeObject[] {
    const { namespaces } = this.#upToDate(resource, newest);
    if (namespace !== undefined) return inOrder(namespaces.get(namespace));
    return [...namespaces].toSorted(byPath).flatMap(([, named]) => inOrder(named));
  }

  keeps(resource: string): boolean {
    return this.#kept.has(resource);
  }

  get(resource: string, newest: number, namespace: string, name: string): KubeObject | undefined {
    return this.#upToDate(resource, newest).namespaces.get(namespace)?.objects.get(name);
  }

  #upToDate(resource: string, newest: number): Kept {
    const kept = this.#kept.get(resource) ?? this.#listed(resource);
    if (kept.revision >= newest) return kept;
    try {
      this.#follow(resource, kept, newest);
      return kept;
    } catch (error) {
      if (error instanceof ApiError && error.reason === "Expired") return this.#listed(resource);
      throw error;
    }
  }

  #follow(resource: string, kept: Kept, newest: number): void {
    while (kept.revision < newest) {
      const { events, reached } = this.#source.follow(resource, kept.revision);
      for (const event of events) take(kept, event);
      kept.revision = reached;
    }
  }

  #listed(resource: string): Kept {
    const { entries, revision } = this.#source.list(resource);
    const kept: Kept = { revision, namespaces: new Map() };
    for (const { key, object } of entries) put(namedIn(kept, key.namespace), key.name, object);
    this.#kept.set(resource, kept);
    return kept;
  }
}

/** As paths sort: `a-b/` before `a/`. */
const byPath = ([a]: readonly [string, Named], [b]: readonly [string, Named]) => (`${a}/` < `${b}/` ? -1 : 1);

function take(kept: Kept, { type, key, object }: WatchEvent): void {
  const named = namedIn(kept, key.namespace);
  if (type !== "DELETED") put(named, key.name, object);
  else if (named.objects.delete(key.name) && named.objects.size === 0) kept.namespaces.delete(key.namespace);
}

function put(named: Named, name: string, object: KubeObject): void {
  if (!named.objects.has(name)) named.isInOrder = false;
  named.objects.set(name, object);
}

function inOrder(named: Named | undefined): KubeObject[] {
  if (!named) return [];
  if (!named.isInOrder) {
    named.objects = new Map([...named.objects].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    named.isInOrder = true;
  }
  return [...named.objects.values()];
}

function namedIn({ namespaces }: Kept, namespace: string): Named {
  const known = namespaces.get(namespace);
  if (known) return known;
  const named: Named = { objects: new Map(), isInOrder: true };
  namespaces.set(namespace, named);
  return named;
}
