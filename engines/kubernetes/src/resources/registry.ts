import type { Resource } from "./resource.ts";
import { storedAs } from "./view.ts";

/** Every kind that is served, found by how URLs and manifests name it. */
export class Registry {
  readonly #byPath = new Map<string, Resource>();
  /** Counts the changes: what was derived from one state holds as long as this does. */
  state = 0;

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) this.add(resource);
  }

  add(resource: Resource): void {
    this.state++;
    this.#byPath.set(pathOf(resource.group, resource.version, resource.plural), resource);
  }

  remove({ group, version, plural }: Pick<Resource, "group" | "version" | "plural">): void {
    this.state++;
    this.#byPath.delete(pathOf(group, version, plural));
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    return this.#byPath.get(pathOf(group, version, plural));
  }

  all(): Resource[] {
    return [...this.#byPath.values()];
  }

  /** Each once, however many versions it is served in. */
  stored(): Resource[] {
    return [...new Set(this.all().map(storedAs))];
  }

  /** In the order in which they became known, the core group first. */
  groups(): Map<string, Resource[]> {
    return Map.groupBy(this.all(), ({ group }) => group);
  }
}

const pathOf = (group: string, version: string, plural: string) => `${group}/${version}/${plural}`;

/** `apps/v1`, or `v1` for the core group. */
export const apiVersionOf = ({ group, version }: Pick<Resource, "group" | "version">) =>
  group === "" ? version : `${group}/${version}`;

/** `deployments.apps`, or `pods`: what a store key and an error message call it. */
export const nameOf = ({ group, plural }: Pick<Resource, "group" | "plural">) =>
  group === "" ? plural : `${plural}.${group}`;
