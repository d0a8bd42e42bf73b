import { apiVersionOf } from "../resources/registry.ts";
import type { ApiResource, Extension, Extensions } from "./extension.ts";

/* What others answer for, beside what is served here. */

interface GroupVersion {
  readonly groupVersion: string;
  readonly version: string;
}

interface Group {
  readonly name: string;
  readonly versions: readonly GroupVersion[];
  readonly preferredVersion?: GroupVersion | undefined;
}

type Reachable = Extension & { readonly resources: readonly ApiResource[] };

const reachable = (extensions: Extensions | undefined): Reachable[] =>
  [...(extensions?.all() ?? [])].filter((one): one is Reachable => one.resources !== undefined);

/** Adds the groups of others to `APIGroupList`. */
export function withGroups<T extends { readonly groups: readonly Group[] }>(
  list: T,
  extensions: Extensions | undefined,
): T {
  const groups = new Map(list.groups.map((group) => [group.name, group]));
  for (const one of reachable(extensions)) groups.set(one.group, withVersion(groups.get(one.group), one));
  return { ...list, groups: [...groups.values()] };
}

/** `APIGroup` of others, together with what is served here of the group. */
export function groupWith(
  group: Group | undefined,
  name: string,
  extensions: Extensions | undefined,
): object | undefined {
  const of = reachable(extensions).filter((one) => one.group === name);
  const whole = of.reduce<Group | undefined>((before, one) => withVersion(before, one), group);
  return whole && { kind: "APIGroup", apiVersion: "v1", ...whole };
}

function withVersion(group: Group | undefined, { group: name, version }: Extension): Group {
  const added = { groupVersion: apiVersionOf({ group: name, version }), version };
  const versions = [...(group?.versions ?? []), added];
  return { ...group, name, versions, preferredVersion: group?.preferredVersion ?? added };
}

/** `APIResourceList` of somebody else. */
export function resourcesOf(extension: Extension | undefined): object | undefined {
  if (!extension?.resources) return undefined;
  const { resources } = extension;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: apiVersionOf(extension), resources };
}

interface Discovered {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly versions: readonly object[];
  }[];
}

/** Adds them to the document that has everything in one answer. */
export function withDiscovered<T extends Discovered>(document: T, extensions: Extensions | undefined): T {
  const items = new Map(document.items.map((item) => [item.metadata.name, item]));
  for (const one of reachable(extensions)) {
    const metadata = { name: one.group, creationTimestamp: null };
    const known = items.get(one.group) ?? { metadata, versions: [] };
    items.set(one.group, { ...known, versions: [...known.versions, discovered(one)] });
  }
  return { ...document, items: [...items.values()] };
}

function discovered({ group, version, resources }: Reachable): object {
  const kindOf = (one: ApiResource) => ({
    group: one.group ?? group,
    version: one.version ?? version,
    kind: one.kind,
  });
  const whole = resources.filter(({ name }) => !name.includes("/"));
  return {
    version,
    freshness: "Current",
    resources: whole.map((one) => ({
      resource: one.name,
      responseKind: kindOf(one),
      scope: one.namespaced ? "Namespaced" : "Cluster",
      singularResource: one.singularName ?? "",
      verbs: one.verbs,
      ...(one.shortNames && { shortNames: one.shortNames }),
      ...(one.categories && { categories: one.categories }),
      subresources: resources
        .filter(({ name }) => name.startsWith(`${one.name}/`))
        .map((part) => ({
          subresource: part.name.slice(one.name.length + 1),
          responseKind: kindOf(part),
          verbs: part.verbs,
        })),
    })),
  };
}
