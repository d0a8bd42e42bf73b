import type { KubeObject } from "../object.ts";
import { type Client, unless } from "./client.ts";
import { type Controller, eitherWay } from "./controller.ts";
import { configMaps, type Kind, type Namespace, namespaces, serviceAccounts } from "./kinds.ts";

export interface NamespaceOptions {
  /** PEM of the authority that signed the API's certificate, for pods to trust. */
  readonly certificate?: string;
}

/** Where pods find whom to trust. */
const authorityMap = "kube-root-ca.crt";
const isAuthority = ({ metadata }: KubeObject) => metadata.name === authorityMap;
const nameLabel = "kubernetes.io/metadata.name";

/** Furnishes namespaces, and empties those that end.
 *  Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export function namespaceController(client: Client, options: NamespaceOptions = {}): Controller {
  const own = eitherWay(({ metadata }) => [metadata.name]);
  return {
    name: "namespace",
    watches: [
      { kind: namespaces, keys: own },
      {
        kind: configMaps,
        keys: ({ object }) => (isAuthority(object) ? [object.metadata.namespace ?? ""] : []),
      },
      // The last object that goes lets its namespace go.
      {
        keys: ({ object, isGone }) =>
          isGone && object.metadata.namespace ? [object.metadata.namespace] : [],
      },
    ],
    async reconcile(name) {
      const namespace = client.get(namespaces, "", name);
      if (!namespace) return;
      if (namespace.metadata.deletionTimestamp !== undefined) return empty(client, namespace);
      // It may have begun to end since.
      await unless(["Forbidden", "NotFound"], () => furnish(client, namespace, options));
    },
  };
}

async function empty(client: Client, namespace: Namespace): Promise<void> {
  if (!namespace.spec?.finalizers?.includes(finalizer)) return;
  const { name } = namespace.metadata;
  const kinds = client.resources().filter(({ namespaced }) => namespaced);
  for (const kind of kinds) {
    for (const object of client.read(kind, name)) {
      if (object.metadata.deletionTimestamp === undefined)
        await client.remove(kind, object, { propagation: "Background" });
    }
  }
  if (kinds.some((kind) => client.read(kind, name).length > 0)) return;
  await unless(["NotFound"], () => client.change(namespaces, namespace, release, "finalize"));
}

const finalizer = "kubernetes";

/** Others may hold it longer. */
function release(copy: Namespace): void {
  const others = (copy.spec?.finalizers ?? []).filter((one) => one !== finalizer);
  copy.spec = { ...copy.spec, finalizers: others };
}

async function furnish(
  client: Client,
  namespace: Namespace,
  { certificate }: NamespaceOptions,
): Promise<void> {
  const { name, labels } = namespace.metadata;
  if (labels?.[nameLabel] !== name) {
    await client.change(namespaces, namespace, ({ metadata }) => {
      metadata.labels = { ...metadata.labels, [nameLabel]: name };
    });
  }
  await provide(client, serviceAccounts, name, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default" },
  });
  if (certificate === undefined) return;
  const data = { "ca.crt": certificate };
  const metadata = { name: authorityMap };
  await provide(client, configMaps, name, { apiVersion: "v1", kind: "ConfigMap", metadata, data });
}

async function provide(
  client: Client,
  kind: Kind,
  namespace: string,
  wanted: Pick<KubeObject, "apiVersion" | "kind"> & {
    metadata: { name: string };
    data?: Record<string, string>;
  },
): Promise<void> {
  const found = client.get(kind, namespace, wanted.metadata.name);
  if (!found) {
    await unless(["AlreadyExists"], () => client.create(kind, namespace, wanted));
  } else if (wanted.data && found.metadata.deletionTimestamp === undefined) {
    const { data } = wanted;
    await client.change(kind, found, (copy) => void (copy["data"] = data));
  }
}
