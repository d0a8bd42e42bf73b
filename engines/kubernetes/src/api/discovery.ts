import { apiVersionOf, type Registry } from "../resources/registry.ts";
import type { Resource } from "../resources/resource.ts";

/* What is served, as clients ask for it before anything else.
 * Source: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const subresourceVerbs = ["get", "patch", "update"];

export const apiVersions = (address: string) => ({
  kind: "APIVersions",
  versions: ["v1"],
  serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: address }],
});

export function groupList(registry: Registry) {
  const groups = [...registry.groups()].filter(([group]) => group !== "");
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map(([name, of]) => groupOf(name, of)) };
}

export function group(registry: Registry, name: string) {
  const of = registry.groups().get(name);
  return of && { kind: "APIGroup", apiVersion: "v1", ...groupOf(name, of) };
}

function groupOf(name: string, of: readonly Resource[]) {
  const versions = versionsOf(of).map((version) => ({
    groupVersion: apiVersionOf({ group: name, version }),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

/** Newer stable versions first: v2, v1, v1beta1. */
function versionsOf(of: readonly Resource[]): string[] {
  const versions = [...new Set(of.map(({ version }) => version))];
  return versions.toSorted((a, b) => rankOf(b) - rankOf(a) || (a < b ? 1 : -1));
}

function rankOf(version: string): number {
  const [, major = "0", stage = "", minor = "0"] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stages: Readonly<Record<string, number>> = { "": 2, beta: 1, alpha: 0 };
  return (stages[stage] ?? 0) * 1e6 + Number(major) * 1000 + Number(minor);
}

export function resourceList(registry: Registry, group: string, version: string) {
  const of = registry.all().filter((each) => each.group === group && each.version === version);
  if (of.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: apiVersionOf({ group, version }),
    resources: of.flatMap((each) => [rowOf(each), ...subresourceRows(each)]),
  };
}

const rowOf = (resource: Resource) => ({
  name: resource.plural,
  singularName: resource.singular,
  namespaced: resource.namespaced,
  kind: resource.kind,
  verbs,
  ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
  ...(resource.categories.length > 0 && { categories: resource.categories }),
});

interface SubresourceRow {
  readonly name: string;
  readonly singularName: "";
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly version?: string;
}

function subresourceRows({
  plural,
  namespaced,
  kind,
  subresources,
  others = [],
}: Resource): SubresourceRow[] {
  const row = { singularName: "", namespaced } as const;
  return [
    ...(subresources.status ? [{ ...row, name: `${plural}/status`, kind, verbs: subresourceVerbs }] : []),
    ...(subresources.scale
      ? [
          {
            ...row,
            name: `${plural}/scale`,
            group: "autoscaling",
            version: "v1",
            kind: "Scale",
            verbs: subresourceVerbs,
          },
        ]
      : []),
    ...others.map(({ name, ...other }) => ({ ...row, name: `${plural}/${name}`, ...other })),
  ];
}

/** Everything in one answer: `apidiscovery.k8s.io/v2`. */
export function aggregated(registry: Registry, isCore: boolean) {
  const groups = [...registry.groups()].filter(([name]) => (name === "") === isCore);
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(([name, of]) => ({
      metadata: { name, creationTimestamp: null },
      versions: versionsOf(of).map((version) => ({
        version,
        resources: of.filter((each) => each.version === version).map(discovered),
        freshness: "Current",
      })),
    })),
  };
}

function discovered(resource: Resource) {
  const { group, version, kind, plural, singular, namespaced, shortNames, categories } = resource;
  const prefix = plural.length + 1;
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? "Namespaced" : "Cluster",
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    subresources: subresourceRows(resource).map((row) => ({
      subresource: row.name.slice(prefix),
      responseKind: { group: row.group ?? group, version: row.version ?? version, kind: row.kind },
      verbs: row.verbs,
    })),
  };
}
