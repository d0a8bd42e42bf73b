import { describe, expect, test } from "vitest";
import { known, specimen } from "./specimen.ts";

const rbac = "rbac.authorization.k8s.io";

describe("defaults", () => {
  test.each<[string, object, object]>([
    ["v1 Namespace", {}, { metadata: { labels: { "kubernetes.io/metadata.name": "web" } } }],
    [
      "v1 LimitRange",
      { spec: { limits: [{ type: "Container", max: { cpu: "2" }, min: { memory: "1Mi" } }] } },
      { spec: { limits: [{ default: { cpu: "2" }, defaultRequest: { cpu: "2", memory: "1Mi" } }] } },
    ],
    [
      "v1 PersistentVolume",
      {},
      { spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" } },
    ],
    [
      "autoscaling/v2 HorizontalPodAutoscaler",
      {},
      {
        spec: {
          minReplicas: 1,
          metrics: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
            },
          ],
        },
      },
    ],
    [
      "networking.k8s.io/v1 NetworkPolicy",
      { spec: { egress: [{ ports: [{ port: 53 }] }] } },
      { spec: { policyTypes: ["Ingress", "Egress"], egress: [{ ports: [{ protocol: "TCP" }] }] } },
    ],
    ["discovery.k8s.io/v1 EndpointSlice", { ports: [{}] }, { ports: [{ name: "", protocol: "TCP" }] }],
    [
      `${rbac}/v1 RoleBinding`,
      { subjects: [{ kind: "User", name: "u" }] },
      { roleRef: { apiGroup: rbac }, subjects: [{ apiGroup: rbac }] },
    ],
    ["storage.k8s.io/v1 StorageClass", {}, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }],
    [
      "apiextensions.k8s.io/v1 CustomResourceDefinition",
      { spec: { names: { kind: "Widget" } } },
      { spec: { names: { singular: "widget", listKind: "WidgetList" }, conversion: { strategy: "None" } } },
    ],
    [
      "networking.k8s.io/v1 Ingress",
      { spec: { rules: [{ http: { paths: [{ path: "/" }] } }] } },
      { spec: { rules: [{ http: { paths: [{ path: "/" }] } }] } },
    ],
  ])("of %s %j are %j", (name, fields, expected) => {
    const resource = known(name);
    const object = specimen(resource, fields);
    resource.setDefaults?.(object);
    expect(object).toMatchObject(expected);
  });
});
