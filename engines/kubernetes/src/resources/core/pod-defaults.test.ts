import { describe, expect, test } from "vitest";
import { defaulted, prepared, specimen } from "../specimen.ts";
import { at } from "../values.ts";
import { pullPolicy } from "./pod-defaults.ts";
import { pod } from "./pod.ts";

const filled = (spec: object) => defaulted(pod, specimen(pod, { spec }))["spec"];

test("a pod that says little is what Kubernetes makes of it", () => {
  expect(
    filled({ containers: [{ name: "web", image: "nginx:1.29", ports: [{ containerPort: 80 }] }] }),
  ).toEqual({
    containers: [
      {
        name: "web",
        image: "nginx:1.29",
        ports: [{ containerPort: 80, protocol: "TCP" }],
        imagePullPolicy: "IfNotPresent",
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        resources: {},
      },
    ],
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: "default-scheduler",
    enableServiceLinks: true,
  });
});

describe("an image is pulled", () => {
  test.each([
    ["nginx", "Always"],
    ["nginx:latest", "Always"],
    ["registry:5000/nginx", "Always"],
    ["registry:5000/nginx:1", "IfNotPresent"],
    ["nginx:1.29", "IfNotPresent"],
    ["nginx@sha256:abc", "IfNotPresent"],
    ["nginx:latest@sha256:abc", "Always"],
    ["", "IfNotPresent"],
  ])("%s: %s", (image, policy) => {
    expect(pullPolicy(image)).toBe(policy);
  });
});

describe("in a pod", () => {
  test.each([
    [
      "limits are asked for",
      { resources: { limits: { cpu: "1", memory: "1024Mi" }, requests: { cpu: "0.5" } } },
      { resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m", memory: "1Gi" } } },
    ],
    [
      "a probe has its numbers",
      { livenessProbe: { httpGet: { port: 80 } } },
      {
        livenessProbe: {
          httpGet: { port: 80, path: "/", scheme: "HTTP" },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
      },
    ],
    [
      "a reference to a field is of v1",
      { env: [{ name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }] },
      { env: [{ name: "IP", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "status.podIP" } } }] },
    ],
  ])("%s", (_, container, expected) => {
    expect(at(filled({ containers: [container] }), "containers")).toEqual([
      expect.objectContaining(expected),
    ]);
  });
});

describe("a volume", () => {
  test.each([
    [{ name: "v" }, { name: "v", emptyDir: {} }],
    [
      { name: "v", configMap: { name: "c" } },
      { name: "v", configMap: { name: "c", defaultMode: 420 } },
    ],
    [
      { name: "v", hostPath: { path: "/" } },
      { name: "v", hostPath: { path: "/", type: "" } },
    ],
    [
      { name: "v", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
      {
        name: "v",
        projected: {
          sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 3600 } }],
          defaultMode: 420,
        },
      },
    ],
  ])("%j is %j", (volume, expected) => {
    expect(at(filled({ volumes: [volume] }), "volumes")).toEqual([expected]);
  });
});

test("on the host's network a container's ports are the host's", () => {
  const spec = filled({ hostNetwork: true, containers: [{ ports: [{ containerPort: 80 }] }] });
  expect(at(spec, "containers")).toMatchObject([{ ports: [{ containerPort: 80, hostPort: 80 }] }]);
});

describe("how well a new pod is treated", () => {
  test.each([
    [{}, "BestEffort"],
    [{ limits: { cpu: "1", memory: "1Gi" } }, "Guaranteed"],
    [{ limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "1000m", memory: "1024Mi" } }, "Guaranteed"],
    [{ requests: { cpu: "1" } }, "Burstable"],
  ])("by %j: %s", (resources, qosClass) => {
    const made = prepared(
      pod,
      specimen(pod, { spec: { containers: [{ resources }] }, status: { phase: "Running" } }),
    );
    expect(made["status"]).toEqual({ phase: "Pending", qosClass });
  });
});
