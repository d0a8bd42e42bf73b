import { describe, expect, test } from "vitest";
import { complaints, known, specimen } from "./specimen.ts";

const rbac = "rbac.authorization.k8s.io";

const path = (one: object) => ({ spec: { rules: [{ http: { paths: [one] } }] } });
const backend = { service: { name: "web", port: { number: 80 } } };
const crd = (more: object) => ({
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "widgets", kind: "Widget" },
    versions: [{ name: "v1", storage: true, served: true, schema: { openAPIV3Schema: { type: "object" } } }],
    ...more,
  },
});
const named = { name: "widgets.example.com" };
const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

describe("what is refused of a", () => {
  test.each<[string, object, object, string[]]>([
    [
      "autoscaling/v2 HorizontalPodAutoscaler",
      { spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 3, maxReplicas: 2 } },
      {},
      ["spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`"],
    ],
    [
      "policy/v1 PodDisruptionBudget",
      { spec: { minAvailable: 1, maxUnavailable: 1 } },
      {},
      [
        'spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set',
      ],
    ],
    [
      "networking.k8s.io/v1 Ingress",
      { spec: {} },
      {},
      ["spec: Invalid value: []: either `defaultBackend` or `rules` must be specified"],
    ],
    [
      "networking.k8s.io/v1 Ingress",
      path({ path: "/", backend }),
      {},
      ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"],
    ],
    [
      "networking.k8s.io/v1 Ingress",
      path({ path: "a", pathType: "Prefix", backend }),
      {},
      ['spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path'],
    ],
    [
      "networking.k8s.io/v1 Ingress",
      path({ path: "/", pathType: "Prefix", backend: {} }),
      {},
      ['spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required'],
    ],
    ["networking.k8s.io/v1 Ingress", path({ path: "/", pathType: "Prefix", backend }), {}, []],
    [
      `${rbac}/v1 Role`,
      { rules: [{}] },
      {},
      [
        "rules[0].verbs: Required value: verbs must contain at least one value",
        "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
        "rules[0].resources: Required value: resource rules must supply at least one resource",
      ],
    ],
    [
      `${rbac}/v1 ClusterRoleBinding`,
      { roleRef: { kind: "Role", name: "a" } },
      {},
      ['roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'],
    ],
    [
      `${rbac}/v1 RoleBinding`,
      { roleRef: { kind: "Role", name: "a" }, subjects: [{ kind: "User", name: "u" }] },
      {},
      [],
    ],
    [
      "v1 PersistentVolumeClaim",
      { spec: {} },
      {},
      [
        "spec.accessModes: Required value: at least 1 access mode is required",
        "spec.resources[storage]: Required value",
      ],
    ],
    [
      "v1 PersistentVolumeClaim",
      { spec: { ...claim, accessModes: ["Both"] } },
      {},
      [
        'spec.accessModes: Unsupported value: "Both": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      ],
    ],
    ["v1 PersistentVolumeClaim", { spec: claim }, {}, []],
    ["apiextensions.k8s.io/v1 CustomResourceDefinition", crd({}), named, []],
    [
      "apiextensions.k8s.io/v1 CustomResourceDefinition",
      crd({}),
      {},
      ['metadata.name: Invalid value: "web": must be spec.names.plural+"."+spec.group'],
    ],
    [
      "apiextensions.k8s.io/v1 CustomResourceDefinition",
      crd({
        versions: [{ name: "v1", schema: { openAPIV3Schema: { type: "object", properties: { a: {} } } } }],
      }),
      named,
      [
        "spec.versions[0].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields",
        'spec.versions: Invalid value: ["v1"]: must have exactly one version marked as storage version',
      ],
    ],
    [
      "v1 LimitRange",
      { spec: { limits: [{ type: "Pod" }, { type: "Pod" }] } },
      {},
      ['spec.limits[1].type: Duplicate value: "Pod"'],
    ],
    ["storage.k8s.io/v1 StorageClass", {}, {}, ["provisioner: Required value"]],
    [
      "scheduling.k8s.io/v1 PriorityClass",
      { value: 2_000_000_000 },
      {},
      ["value: Forbidden: maximum allowed value of a user defined priority is 1000000000"],
    ],
  ])("%s: %j", (name, fields, metadata, expected) => {
    const resource = known(name);
    expect(complaints(resource, specimen(resource, fields, metadata))).toEqual(expected);
  });
});
