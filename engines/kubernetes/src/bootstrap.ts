import { type Client, unless } from "./controllers/client.ts";
import { endpointsKind } from "./controllers/endpoints-kind.ts";
import { endpointSlices, services } from "./controllers/kinds.ts";
import type { KubeObject } from "./object.ts";
import type { Objects } from "./objects/objects.ts";
import type { Registry } from "./resources/registry.ts";
import { ApiError } from "./status.ts";

/* What every cluster has from its first moment. What somebody changes of it later stays changed. */

const named = (apiVersion: string, kind: string, name: string, more: object = {}) =>
  ({ apiVersion, kind, metadata: { name }, ...more }) as unknown as KubeObject;

const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"].map((name) =>
  named("v1", "Namespace", name),
);

const rbac = "rbac.authorization.k8s.io/v1";
const role = (name: string, rules: readonly object[]) => named(rbac, "ClusterRole", name, { rules });
const everything = [
  { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  { nonResourceURLs: ["*"], verbs: ["*"] },
];
const reading = ["get", "list", "watch"];
const workGroups = ["apps", "batch", "autoscaling", "policy", "networking.k8s.io"];
/** Of a namespace, what its people read; secrets are not among it. */
const readable = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "events",
      "limitranges",
      "namespaces",
      "persistentvolumeclaims",
      "pods",
      "pods/log",
      "pods/status",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: reading,
  },
  { apiGroups: [...workGroups, "discovery.k8s.io", "metrics.k8s.io"], resources: ["*"], verbs: reading },
];
const writable = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "events",
      "persistentvolumeclaims",
      "pods",
      "pods/eviction",
      "pods/exec",
      "pods/portforward",
      "secrets",
      "serviceaccounts",
      "services",
    ],
    verbs: ["*"],
  },
  { apiGroups: workGroups, resources: ["*"], verbs: ["*"] },
];
const ownRoles = {
  apiGroups: ["rbac.authorization.k8s.io"],
  resources: ["roles", "rolebindings"],
  verbs: ["*"],
};

const bound = (clusterRole: string, group: string) =>
  named(rbac, "ClusterRoleBinding", clusterRole, {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRole },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group }],
  });
const discovery = [
  "/api",
  "/api/*",
  "/apis",
  "/apis/*",
  "/openapi",
  "/openapi/*",
  "/version",
  "/version/",
  "/healthz",
  "/livez",
  "/readyz",
];

/** Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const roles = [
  role("cluster-admin", everything),
  role("admin", [...readable, ...writable, ownRoles]),
  role("edit", [...readable, ...writable]),
  role("view", readable),
  role("system:basic-user", [
    {
      apiGroups: ["authorization.k8s.io"],
      resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
      verbs: ["create"],
    },
    { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
  ]),
  role("system:discovery", [{ nonResourceURLs: discovery, verbs: ["get"] }]),
  bound("cluster-admin", "system:masters"),
  bound("system:basic-user", "system:authenticated"),
  bound("system:discovery", "system:authenticated"),
];

const defaultClass = (kind: string) => ({
  annotations: { [`${kind}.kubernetes.io/is-default-class`]: "true" },
});
/** What storage and ingress are when nobody says which. */
const classes = [
  {
    ...named("storage.k8s.io/v1", "StorageClass", "local", { provisioner: "naru.dev/local-folder" }),
    metadata: { name: "local", ...defaultClass("storageclass") },
  },
  {
    ...named("networking.k8s.io/v1", "IngressClass", "naru", { spec: { controller: "naru.dev/ingress" } }),
    metadata: { name: "naru", ...defaultClass("ingressclass") },
  },
  named("scheduling.k8s.io/v1", "PriorityClass", "system-cluster-critical", { value: 2_000_000_000 }),
  named("scheduling.k8s.io/v1", "PriorityClass", "system-node-critical", { value: 2_000_001_000 }),
] as KubeObject[];

/** Tells programs in the cluster where the API answers. */
export async function publishApi(
  client: Client,
  clusterIP: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  const metadata = { name: "kubernetes", labels: { component: "apiserver", provider: "kubernetes" } };
  await unless(["AlreadyExists"], () =>
    client.create(services, "default", {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        type: "ClusterIP",
        clusterIP,
        ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: port }],
      },
    }),
  );
  const legacy = client.get(endpointsKind, "default", metadata.name);
  if (legacy) await client.remove(endpointsKind, legacy);
  await client.create(endpointsKind, "default", {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { ...metadata, labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
    subsets: [{ addresses: [{ ip: host }], ports: [{ name: "https", port, protocol: "TCP" }] }],
  });
  const slice = client.get(endpointSlices, "default", metadata.name);
  if (slice) await client.remove(endpointSlices, slice);
  await client.create(endpointSlices, "default", {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { ...metadata, labels: { "kubernetes.io/service-name": metadata.name } },
    addressType: host.includes(":") ? "IPv6" : "IPv4",
    ports: [{ name: "https", port, protocol: "TCP" }],
    endpoints: [{ addresses: [host], conditions: { ready: true, serving: true, terminating: false } }],
  });
}

/** Makes what is not there yet. */
export async function bootstrap(registry: Registry, objects: Objects): Promise<void> {
  for (const object of [...namespaces, ...roles, ...classes]) {
    const resource = registry.all().find(({ kind }) => kind === object.kind);
    if (!resource) throw new Error(`${object.kind} is not declared`);
    const target = { resource, namespace: "", name: object.metadata.name };
    const options = { dryRun: false, fieldManager: "kube-apiserver" };
    await objects.create(target, structuredClone(object), options).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === "AlreadyExists")) throw error;
    });
  }
}
