import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";

/* "should support API operations", "should run through the lifecycle of", "should validate … status endpoints" and "should
 * delete a collection of", for every kind: Kubernetes' test/e2e. */

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.create("/api/v1/namespaces", { metadata: { name: "life" } });
});
afterAll(() => api.stop());

const labels = { app: "life" };
const selector = { matchLabels: labels };
const template = { metadata: { labels }, spec: { containers: [{ name: "main", image: "absent" }] } };
const jobTemplate = {
  spec: { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } },
};
const port = { port: 80, protocol: "TCP" };
const role = { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] };
const roleRef = (kind: string) => ({ roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: "x" } });
const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "absent" };
const condition = {
  type: "Tried",
  status: "True",
  reason: "E2E",
  message: "set from a test",
  lastTransitionTime: "2026-01-01T00:00:00Z",
};

/** Paths of collections, with an object of theirs and a status that a client may write. */
const facts: [path: string, object: object, status?: object][] = [
  ["api/v1/configmaps", { data: { a: "1" } }],
  ["api/v1/secrets", { stringData: { a: "1" } }],
  ["api/v1/serviceaccounts", {}],
  [
    "api/v1/endpoints",
    { subsets: [{ addresses: [{ ip: "10.0.0.24" }], ports: [{ name: "http", ...port }] }] },
  ],
  ["api/v1/services", { spec: { ports: [port] } }, { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } }],
  ["api/v1/pods", { spec: { ...template.spec, terminationGracePeriodSeconds: 0 } }, { message: "patched" }],
  ["api/v1/podtemplates", { template }],
  ["api/v1/replicationcontrollers", { spec: { replicas: 0, template } }, { conditions: [condition] }],
  ["api/v1/resourcequotas", { spec: { hard: { pods: "9" } } }, { hard: { pods: "9" } }],
  ["api/v1/limitranges", { spec: { limits: [{ type: "Container", max: { cpu: "9" } }] } }],
  [
    "api/v1/persistentvolumeclaims",
    {
      spec: {
        storageClassName: "",
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Mi" } },
      },
    },
    { conditions: [{ ...condition, lastProbeTime: "2026-01-01T00:00:00Z" }] },
  ],
  [
    "api/v1/events",
    { involvedObject: { kind: "Pod", namespace: "life", name: "x" }, reason: "Tried", type: "Normal" },
  ],
  [
    "apis/events.k8s.io/v1/events",
    {
      regarding: { kind: "Pod", namespace: "life", name: "x" },
      eventTime: "2026-01-01T00:00:00.000000Z",
      reportingController: "test",
      reportingInstance: "test-1",
      action: "Do",
      reason: "Tried",
      type: "Normal",
      note: "hello",
    },
  ],
  ["apis/apps/v1/deployments", { spec: { replicas: 0, selector, template } }, { conditions: [condition] }],
  ["apis/apps/v1/replicasets", { spec: { replicas: 0, selector, template } }, { conditions: [condition] }],
  [
    "apis/apps/v1/statefulsets",
    { spec: { replicas: 0, serviceName: "x", selector, template } },
    { conditions: [condition] },
  ],
  ["apis/apps/v1/daemonsets", { spec: { selector, template } }, { conditions: [condition] }],
  ["apis/apps/v1/controllerrevisions", { data: { a: 1 }, revision: 3 }],
  [
    "apis/batch/v1/jobs",
    { spec: { ...jobTemplate.spec, suspend: true } },
    { conditions: [{ ...condition, lastProbeTime: "2026-01-01T00:00:00Z" }] },
  ],
  [
    "apis/batch/v1/cronjobs",
    { spec: { schedule: "0 0 1 1 *", jobTemplate } },
    { lastScheduleTime: "2026-01-01T00:00:00Z" },
  ],
  [
    "apis/autoscaling/v1/horizontalpodautoscalers",
    { spec: { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 50 } },
    { desiredReplicas: 2 },
  ],
  [
    "apis/autoscaling/v2/horizontalpodautoscalers",
    { spec: { scaleTargetRef, maxReplicas: 3 } },
    { desiredReplicas: 2 },
  ],
  [
    "apis/policy/v1/poddisruptionbudgets",
    { spec: { minAvailable: 1, selector } },
    { conditions: [condition] },
  ],
  [
    "apis/networking.k8s.io/v1/ingresses",
    { spec: { ingressClassName: "other", defaultBackend: { service: { name: "x", port: { number: 80 } } } } },
    { loadBalancer: { ingress: [{ ip: "169.1.1.1" }] } },
  ],
  ["apis/networking.k8s.io/v1/networkpolicies", { spec: { podSelector: {} } }],
  [
    "apis/discovery.k8s.io/v1/endpointslices",
    { addressType: "IPv4", endpoints: [{ addresses: ["10.1.2.3"] }], ports: [{ name: "http", ...port }] },
  ],
  [
    "apis/coordination.k8s.io/v1/leases",
    { spec: { holderIdentity: "me", leaseDurationSeconds: 30, acquireTime: "2026-01-01T00:00:00.000000Z" } },
  ],
  ["apis/rbac.authorization.k8s.io/v1/roles", role],
  ["apis/rbac.authorization.k8s.io/v1/rolebindings", roleRef("Role")],
  ["apis/rbac.authorization.k8s.io/v1/clusterroles", role],
  ["apis/rbac.authorization.k8s.io/v1/clusterrolebindings", roleRef("ClusterRole")],
  ["apis/networking.k8s.io/v1/ingressclasses", { spec: { controller: "example.com/controller" } }],
  ["apis/scheduling.k8s.io/v1/priorityclasses", { value: 7 }],
  ["apis/storage.k8s.io/v1/storageclasses", { provisioner: "example.com/none" }],
  [
    "api/v1/persistentvolumes",
    {
      spec: {
        capacity: { storage: "1Mi" },
        accessModes: ["ReadWriteOnce"],
        hostPath: { path: "/tmp" },
        storageClassName: "none",
      },
    },
    { message: "patched" },
  ],
  ["api/v1/nodes", {}, { conditions: [condition] }],
  [
    "apis/apiregistration.k8s.io/v1/apiservices",
    {
      spec: {
        group: "life.test",
        version: "v1",
        groupPriorityMinimum: 1000,
        versionPriority: 9,
        service: { name: "absent", namespace: "life" },
      },
    },
    { conditions: [condition] },
  ],
];
const clusterWide = /clusterrole|classes|persistentvolumes$|nodes$|apiservices/;

const annotated = (value: string) => ({ metadata: { annotations: { patched: value } } });

describe.each(facts)("%s", (path, object, status) => {
  const [plural = "", ...before] = path.split("/").toReversed();
  const root = `/${before.toReversed().join("/")}`;
  const isWide = clusterWide.test(path) && plural !== "persistentvolumeclaims";
  const place = isWide ? `${root}/${plural}` : `${root}/namespaces/life/${plural}`;
  const name =
    plural === "apiservices" ? "v1.life.test" : `life-${plural}-${path.includes("v2") ? "2" : "1"}`;
  const one = `${place}/${name}`;

  test("is created, read, listed, watched, patched, replaced and deleted", async () => {
    const watched = api.watch(`${root}/${plural}?watch=true&labelSelector=app%3Dlife`);
    const made = await api.create(place, { metadata: { name, labels }, ...object });
    expect(made, JSON.stringify(made.body)).toMatchObject({
      status: 201,
      body: object["stringData" as never] ? {} : object,
    });
    expect((await api.get(one)).body).toMatchObject({ metadata: { name, uid: made.body.metadata.uid } });
    const listed = await api.get(`${root}/${plural}?labelSelector=app%3Dlife`);
    expect(listed.body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toContain(
      name,
    );
    for (const type of ["merge", "strategic-merge"] as const) {
      const patched = await api.patch(one, type, annotated(type));
      expect(patched, JSON.stringify(patched.body)).toMatchObject({ status: 200, body: annotated(type) });
    }
    const { body: last } = await api.get(one);
    last.metadata.annotations.updated = "true";
    delete last.metadata.resourceVersion;
    const replaced = await api.replace(one, last);
    expect(replaced, JSON.stringify(replaced.body)).toMatchObject({
      status: 200,
      body: { metadata: { annotations: { updated: "true" } } },
    });
    expect((await api.remove(one)).status).toBe(200);
    await eventually(async () => (await api.get(one)).status, 5_000).toBe(404);
    const told = () => watched.filter((line) => line.object.metadata?.name === name).map(({ type }) => type);
    await eventually(() => [told()[0], told().includes("MODIFIED"), told().at(-1)]).toEqual([
      "ADDED",
      true,
      "DELETED",
    ]);
  });

  if (status !== undefined)
    test("has a status of its own, with its annotations", async () => {
      await api.create(place, { metadata: { name, labels }, ...object });
      expect((await api.get(`${one}/status`)).body.metadata.name).toBe(name);
      const body = { metadata: { annotations: { patchedstatus: "true" } }, status };
      const patched = await api.patch(`${one}/status`, "merge", body);
      expect(patched, JSON.stringify(patched.body)).toMatchObject({ status: 200, body });
      await eventually(async () => {
        const { body: last } = await api.get(`${one}/status`);
        last.metadata.annotations.again = "true";
        return (await api.replace(`${one}/status`, last)).body.metadata.annotations;
      }).toMatchObject({ again: "true" });
      await api.remove(one);
      await eventually(async () => (await api.get(one)).status, 5_000).toBe(404);
    });

  // Those that the cluster itself makes must stay.
  if (plural !== "nodes" && plural !== "apiservices")
    test("is deleted as a collection, by its labels", async () => {
      for (const suffix of ["a", "b"]) {
        const made = await api.create(place, {
          metadata: { name: `${name}-${suffix}`, labels: { ...labels, set: plural } },
          ...object,
        });
        expect(made.status, JSON.stringify(made.body)).toBe(201);
      }
      const all = `${place}?labelSelector=set%3D${plural}`;
      expect((await api.remove(all)).status).toBe(200);
      await eventually(async () => (await api.get(all)).body.items, 5_000).toEqual([]);
    });
});

test("an event is one object under two APIs", async () => {
  const events = "/apis/events.k8s.io/v1/namespaces/life/events";
  const [, object] = facts.find(([path]) => path.includes("events.k8s.io")) ?? [];
  await api.create(events, { metadata: { name: "both" }, ...object });
  const core = await api.get("/api/v1/namespaces/life/events/both");
  expect(core.body).toMatchObject({
    apiVersion: "v1",
    kind: "Event",
    message: "hello",
    involvedObject: { name: "x" },
  });
  await api.patch("/api/v1/namespaces/life/events/both", "strategic-merge", {
    series: { count: 2, lastObservedTime: "2026-01-01T00:00:01.000000Z" },
  });
  expect((await api.get(`${events}/both`)).body).toMatchObject({ note: "hello", series: { count: 2 } });
  const { body } = await api.get(`${events}/both`);
  expect(await api.replace(`${events}/both`, { ...body, note: "another" })).toMatchObject({ status: 422 });
  expect(await api.create(events, { metadata: { name: "vague" }, ...object, action: "" })).toMatchObject({
    status: 422,
  });
  await api.remove("/api/v1/namespaces/life/events/both");
  expect((await api.get(`${events}/both`)).status).toBe(404);
});
