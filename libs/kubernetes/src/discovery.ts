import type { Connection } from "./connection.ts";
import type { Kind } from "./kind.ts";

export interface DiscoveredKind extends Kind {
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** `status`, `scale`, `log` … */
  readonly subresources: readonly string[];
}

interface Options {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

const inOne = ["v2", "v2beta1"].map(
  (version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
);
const accept = [...inOne, "application/json"].join(",");

/** Two calls where the server can say everything at once (1.26), otherwise one for each group and version.
 *  Source: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */
export async function discover(connection: Connection, options: Options): Promise<DiscoveredKind[]> {
  const roots = await Promise.all(
    ["/api", "/apis"].map((path) => connection.json<Root>({ path, accept, ...options })),
  );
  const found = await Promise.all(
    roots.map(async (root) =>
      root.kind === "APIGroupDiscoveryList"
        ? root.items.flatMap(ofGroup)
        : oneByOne(connection, root, options),
    ),
  );
  return found.flat();
}

type Root = GroupDiscoveryList | VersionList | GroupList;

interface GroupDiscoveryList {
  readonly kind: "APIGroupDiscoveryList";
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources?: readonly Discovered[] }[];
  }[];
}

interface Discovered extends Partial<Pick<DiscoveredKind, "shortNames" | "categories">> {
  readonly resource: string;
  readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind: string };
  readonly scope: "Namespaced" | "Cluster";
  readonly verbs: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

interface VersionList {
  readonly kind: "APIVersions";
  readonly versions: readonly string[];
}

interface GroupList {
  readonly kind: "APIGroupList";
  readonly groups: readonly {
    readonly name: string;
    readonly versions: readonly { readonly version: string; readonly groupVersion: string }[];
  }[];
}

function ofGroup({ metadata, versions }: GroupDiscoveryList["items"][number]): DiscoveredKind[] {
  return versions.flatMap(({ version, resources = [] }) =>
    resources
      .filter((resource) => resource.responseKind?.kind)
      .map((resource) => ({
        group: metadata.name ?? "",
        version,
        plural: resource.resource,
        kind: resource.responseKind?.kind ?? "",
        namespaced: resource.scope === "Namespaced",
        verbs: resource.verbs,
        shortNames: resource.shortNames ?? [],
        categories: resource.categories ?? [],
        subresources: (resource.subresources ?? []).map(({ subresource }) => subresource),
      })),
  );
}

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  }[];
}

/** An aggregated API whose own server is away is left out: the others are there all the same. */
async function oneByOne(
  connection: Connection,
  root: VersionList | GroupList,
  options: Options,
): Promise<DiscoveredKind[]> {
  const served =
    root.kind === "APIVersions"
      ? root.versions.map((version) => ({ group: "", version, path: `/api/${version}` }))
      : root.groups.flatMap(({ name, versions }) =>
          versions.map(({ version }) => ({ group: name, version, path: `/apis/${name}/${version}` })),
        );
  const lists = await Promise.allSettled(
    served.map(async ({ group, version, path }) =>
      ofVersion(group, version, await connection.json<ResourceList>({ path, ...options })),
    ),
  );
  options.signal?.throwIfAborted();
  return lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
}

function ofVersion(group: string, version: string, { resources }: ResourceList): DiscoveredKind[] {
  return resources
    .filter(({ name }) => !name.includes("/"))
    .map(({ name, kind, namespaced, verbs, shortNames = [], categories = [] }) => ({
      group,
      version,
      plural: name,
      kind,
      namespaced,
      verbs,
      shortNames,
      categories,
      subresources: resources
        .filter((other) => other.name.startsWith(`${name}/`))
        .map((other) => other.name.slice(name.length + 1)),
    }));
}
