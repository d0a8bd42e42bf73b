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
  { apiGroups: [...workGroups, "discovery.k8s.io"], resources: ["*"], verbs: reading },
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

/** Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const roles = [
  role("cluster-admin", everything),
  role("admin", [...readable, ...writable, ownRoles]),
  role("edit", [...readable, ...writable]),
  role("view", readable),
  named(rbac, "ClusterRoleBinding", "cluster-admin", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:masters" }],
  }),
];

/** Makes what is not there yet. */
export async function bootstrap(registry: Registry, objects: Objects): Promise<void> {
  for (const object of [...namespaces, ...roles]) {
    const resource = registry.all().find(({ kind }) => kind === object.kind);
    if (!resource) throw new Error(`${object.kind} is not declared`);
    const target = { resource, namespace: "", name: object.metadata.name };
    const options = { dryRun: false, fieldManager: "kube-apiserver" };
    await objects.create(target, structuredClone(object), options).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === "AlreadyExists")) throw error;
    });
  }
}
