import { describe, expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { environmentOf, type Sources } from "./environment.ts";
import type { Container, Pod } from "./pod.ts";

const metadata = { name: "web-1", namespace: "shop", uid: "u", creationTimestamp: "" };
const pod: Pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { ...metadata, labels: { app: "web", tier: 'a"b' } },
  spec: { nodeName: "node-1", restartPolicy: "Always", containers: [] },
};
const objects: Record<string, KubeObject> = {
  "configmap settings": {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    data: { color: "red", pool: "10" },
    binaryData: { logo: Buffer.from("png").toString("base64") },
  },
  "secret login": {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    data: { password: Buffer.from("hunter2").toString("base64") },
  },
};
const sources: Sources = {
  configMap: (name) => objects[`configmap ${name}`],
  secret: (name) => objects[`secret ${name}`],
};
const place = { hostIP: "127.16.0.1", podIP: "127.16.0.9", allocatable: { cpu: 4, memory: 1024 } };
const services = { DB_SERVICE_HOST: "127.96.0.7", DB_SERVICE_PORT: "5432" };

function environment(container: Partial<Container>) {
  const whole: Container = { name: "main", image: "web", ...container };
  const around = { sources, place, services };
  const own = { ...pod, spec: { ...pod.spec, containers: [whole] } };
  const { DB_SERVICE_HOST, DB_SERVICE_PORT, ...rest } = environmentOf(own, whole, around);
  expect([DB_SERVICE_HOST, DB_SERVICE_PORT]).toEqual(["127.96.0.7", "5432"]);
  return rest;
}

const from = (valueFrom: NonNullable<Container["env"]>[number]["valueFrom"]) => ({
  env: [{ name: "V", ...(valueFrom && { valueFrom }) }],
});

describe("a variable's value", () => {
  test.each([
    ["of a ConfigMap's key", from({ configMapKeyRef: { name: "settings", key: "color" } }), "red"],
    ["of a Secret's key", from({ secretKeyRef: { name: "login", key: "password" } }), "hunter2"],
    ["of the pod's name", from({ fieldRef: { fieldPath: "metadata.name" } }), "web-1"],
    ["of one label", from({ fieldRef: { fieldPath: "metadata.labels['app']" } }), "web"],
    ["of its address", from({ fieldRef: { fieldPath: "status.podIP" } }), "127.16.0.9"],
    ["of its node", from({ fieldRef: { fieldPath: "spec.nodeName" } }), "node-1"],
    [
      "of a service that is there",
      { env: [{ name: "V", value: "pg://$(DB_SERVICE_HOST)" }] },
      "pg://127.96.0.7",
    ],
    [
      "of a limit that it has, rounded up",
      {
        resources: { limits: { cpu: "250m" } },
        ...from({ resourceFieldRef: { resource: "limits.cpu" } }),
      },
      "1",
    ],
    [
      "of a limit in thousandths",
      {
        resources: { limits: { cpu: "250m" } },
        ...from({ resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } }),
      },
      "250",
    ],
    [
      "of a limit that it lacks: the node's",
      from({ resourceFieldRef: { resource: "limits.memory", divisor: "1" } }),
      "1024",
    ],
  ] as const)("%s", (_, container, expected) =>
    expect(environment(container as Partial<Container>)["V"]).toBe(expected),
  );
});

test("single variables win over whole maps, and later maps over earlier ones", () => {
  const env = environment({
    envFrom: [{ configMapRef: { name: "settings" } }, { prefix: "S_", secretRef: { name: "login" } }],
    env: [{ name: "color", value: "blue" }],
  });
  expect(env).toEqual({ color: "blue", pool: "10", logo: "png", S_password: "hunter2" });
});

test("what is optional and not there is left out", () => {
  const env = environment({
    envFrom: [{ configMapRef: { name: "none", optional: true } }],
    ...from({ secretKeyRef: { name: "none", key: "x", optional: true } }),
  });
  expect(env).toEqual({});
});

test.each([
  [from({ configMapKeyRef: { name: "none", key: "x" } }), 'configmap "none" not found'],
  [from({ secretKeyRef: { name: "login", key: "x" } }), "couldn't find key x in Secret shop/login"],
  [{ envFrom: [{ secretRef: { name: "none" } }] }, 'secret "none" not found'],
])("what is missing is named %#", (container, message) =>
  expect(() => environment(container)).toThrow(message),
);
