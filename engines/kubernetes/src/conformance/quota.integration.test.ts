import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { podOf } from "./running.fixture.ts";

/* What a namespace may hold. Source: Kubernetes' test/e2e/apimachinery/resource_quota.go and scheduling/limit_range.go */

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.stop());

let count = 0;
/** A namespace of its own, with a quota. */
async function limited(spec: object, ...more: object[]) {
  const namespace = `quota-${count++}`;
  const at = `/api/v1/namespaces/${namespace}`;
  await api.create("/api/v1/namespaces", { metadata: { name: namespace } });
  for (const [index, each] of [spec, ...more].entries())
    await api.create(`${at}/resourcequotas`, { metadata: { name: `q${index}` }, spec: each });
  const used = async (index = 0) => (await api.get(`${at}/resourcequotas/q${index}`)).body.status?.used;
  return { at, namespace, used };
}

const amounts = (requests: object, limits: object = requests) => ({
  container: { resources: { requests, limits } },
});
const labels = { app: "x" };
const template = { metadata: { labels }, spec: { containers: [{ name: "main", image: "absent" }] } };

describe("a quota counts", () => {
  test.each<[name: string, root: string, hard: string, object: object]>([
    ["configmaps", "api/v1", "configmaps", {}],
    ["secrets", "api/v1", "secrets", {}],
    ["services", "api/v1", "services", { spec: { ports: [{ port: 80 }] } }],
    ["services", "api/v1", "services.nodeports", { spec: { type: "NodePort", ports: [{ port: 80 }] } }],
    [
      "services",
      "api/v1",
      "services.loadbalancers",
      { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
    ],
    ["replicationcontrollers", "api/v1", "replicationcontrollers", { spec: { replicas: 0, template } }],
    [
      "replicasets",
      "apis/apps/v1",
      "count/replicasets.apps",
      { spec: { replicas: 0, selector: { matchLabels: labels }, template } },
    ],
    [
      "persistentvolumeclaims",
      "api/v1",
      "persistentvolumeclaims",
      {
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "1Gi" } },
          storageClassName: "gold",
        },
      },
    ],
    [
      "persistentvolumeclaims",
      "api/v1",
      "requests.storage",
      {
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "1" } },
          storageClassName: "gold",
        },
      },
    ],
    [
      "persistentvolumeclaims",
      "api/v1",
      "gold.storageclass.storage.k8s.io/persistentvolumeclaims",
      {
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "1Gi" } },
          storageClassName: "gold",
        },
      },
    ],
  ])("the life of %s of %s as %s", async (plural, root, hard, object) => {
    const { namespace, used } = await limited({ hard: { [hard]: "9" } });
    await eventually(() => used()).toHaveProperty([hard]);
    // Every namespace is given one with the authority's certificate, a moment after it was made.
    if (plural === "configmaps") await eventually(async () => Number((await used())[hard])).toBe(1);
    const before = Number((await used())[hard]);
    const place = `/${root}/namespaces/${namespace}/${plural}`;
    const made = await api.create(place, { metadata: { name: "counted" }, ...object });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    await eventually(async () => Number((await used())[hard]) - before).toBe(1);
    await api.remove(`${place}/counted`);
    await eventually(async () => Number((await used())[hard])).toBe(before);
  });

  test("the life of a pod by what it asks for, and refuses one that asks for too much", async () => {
    const hard = {
      pods: "5",
      cpu: "1",
      memory: "500Mi",
      "requests.ephemeral-storage": "50Gi",
      "requests.example.com/dongle": "3",
    };
    const { at, used } = await limited({ hard });
    await eventually(() => used()).toMatchObject({ pods: "0", cpu: "0", "requests.example.com/dongle": "0" });
    const asked = { cpu: "500m", memory: "252Mi", "ephemeral-storage": "30Gi", "example.com/dongle": "2" };
    expect((await api.create(`${at}/pods`, podOf("fits", amounts(asked)))).status).toBe(201);
    await eventually(() => used()).toEqual({
      pods: "1",
      cpu: "500m",
      memory: "252Mi",
      "requests.ephemeral-storage": "30Gi",
      "requests.example.com/dongle": "2",
    });
    const refused = await api.create(
      `${at}/pods`,
      podOf("toomuch", amounts({ ...asked, cpu: "600m", "example.com/dongle": "1" })),
    );
    expect([refused.status, refused.body.message]).toEqual([
      403,
      expect.stringContaining("exceeded quota: q0, requested: cpu=600m"),
    ]);
    const dongles = await api.create(
      `${at}/pods`,
      podOf("dongles", amounts({ ...asked, cpu: "1m", memory: "1Mi", "ephemeral-storage": "1" })),
    );
    expect([dongles.status, dongles.body.message]).toEqual([
      403,
      expect.stringContaining("requests.example.com/dongle=2"),
    ]);
    expect(
      (
        await api.patch(`${at}/pods/fits`, "json", [
          { op: "replace", path: "/spec/containers/0/resources/requests/cpu", value: "100m" },
        ])
      ).status,
    ).toBe(422);
    await api.remove(`${at}/pods/fits`);
    await eventually(() => used()).toMatchObject({ pods: "0", cpu: "0" });
  });

  test.each([
    ["BestEffort", {}],
    ["NotBestEffort", amounts({ cpu: "1m", memory: "1Mi" })],
    ["Terminating", { spec: { activeDeadlineSeconds: 3600 } }],
    ["NotTerminating", {}],
  ])("of scope %s only what is in it", async (scope, made) => {
    const other = scope.startsWith("Not") ? scope.slice(3) : `Not${scope}`;
    const { at, used } = await limited(
      { hard: { pods: "5" }, scopes: [scope] },
      { hard: { pods: "5" }, scopes: [other] },
    );
    const both = async () => [(await used(0))?.pods, (await used(1))?.pods];
    await eventually(both).toEqual(["0", "0"]);
    expect((await api.create(`${at}/pods`, podOf("p", made))).status).toBe(201);
    await eventually(both).toEqual(["1", "0"]);
    await api.remove(`${at}/pods/p`);
    await eventually(both).toEqual(["0", "0"]);
  });

  test("of a priority class only what has it", async () => {
    await api.create("/apis/scheduling.k8s.io/v1/priorityclasses", {
      metadata: { name: "high" },
      value: 1000,
    });
    const scopeSelector = {
      matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }],
    };
    const { at, used } = await limited({ hard: { pods: "1" }, scopeSelector });
    await eventually(() => used()).toEqual({ pods: "0" });
    await api.create(`${at}/pods`, podOf("low", {}));
    await api.create(`${at}/pods`, podOf("high", { spec: { priorityClassName: "high" } }));
    await eventually(() => used()).toEqual({ pods: "1" });
    expect(
      (await api.create(`${at}/pods`, podOf("more", { spec: { priorityClassName: "high" } }))).status,
    ).toBe(403);
  });
});

test("many that come at once are no more than a quota allows", async () => {
  const { at, used } = await limited({ hard: { pods: "3", configmaps: "4" } });
  await eventually(() => used()).toHaveProperty("pods");
  const made = await Promise.all(
    Array.from({ length: 12 }, (_, i) => api.create(`${at}/pods`, podOf(`p${i}`, {}))),
  );
  expect(made.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(made.filter(({ status }) => status === 403)).toHaveLength(9);
});

test("a quota is changed, has a status of its own, and goes", async () => {
  const { at, used } = await limited({ hard: { cpu: "1", memory: "500Mi" } });
  await eventually(() => used()).toEqual({ cpu: "0", memory: "0" });
  const one = `${at}/resourcequotas/q0`;
  await api.patch(`${one}/status`, "merge", { status: { hard: { cpu: "7" } } });
  expect((await api.get(one)).body.spec.hard).toEqual({ cpu: "1", memory: "500Mi" });
  await api.patch(one, "merge", { spec: { hard: { cpu: "2", memory: "1Gi" } } });
  await eventually(async () => (await api.get(`${one}/status`)).body.status.hard).toEqual({
    cpu: "2",
    memory: "1Gi",
  });
  await api.remove(one);
  expect((await api.get(one)).status).toBe(404);
});

test("a limit range gives what is not said, and refuses what is beyond it", async () => {
  await api.create("/api/v1/namespaces", { metadata: { name: "ranged" } });
  const at = "/api/v1/namespaces/ranged";
  const limits = [
    {
      type: "Container",
      min: { cpu: "50m", memory: "100Mi" },
      max: { cpu: "500m", memory: "500Mi" },
      default: { cpu: "500m", memory: "500Mi" },
      defaultRequest: { cpu: "100m", memory: "200Mi" },
    },
  ];
  await api.create(`${at}/limitranges`, { metadata: { name: "range" }, spec: { limits } });
  const resources = async (made: object) =>
    (await api.create(`${at}/pods?dryRun=All`, podOf("p", made))).body.spec?.containers[0].resources;
  expect(await resources({})).toEqual({
    limits: { cpu: "500m", memory: "500Mi" },
    requests: { cpu: "100m", memory: "200Mi" },
  });
  expect(
    await resources({ container: { resources: { requests: { memory: "150Mi" }, limits: { cpu: "300m" } } } }),
  ).toEqual({
    limits: { cpu: "300m", memory: "500Mi" },
    requests: { cpu: "300m", memory: "150Mi" },
  });
  for (const beyond of [amounts({ cpu: "10m", memory: "50Mi" }), amounts({ cpu: "600m", memory: "600Mi" })])
    expect((await api.create(`${at}/pods`, podOf("p", beyond))).status).toBe(403);
  await api.patch(`${at}/limitranges/range`, "json", [
    { op: "replace", path: "/spec/limits/0/min/cpu", value: "1m" },
  ]);
  expect(
    (await api.create(`${at}/pods?dryRun=All`, podOf("p", amounts({ cpu: "10m", memory: "150Mi" })))).status,
  ).toBe(201);
});
