import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { forever, makePod, place, podOf, statusOf } from "./running.fixture.ts";

/* Where pods run, and whom they push aside. Source: Kubernetes' test/e2e/scheduling: predicates, preemption; test/e2e/node:
 * taints, node_lifecycle; test/e2e/network/hostport.go */

let api: Api;
beforeAll(async () => {
  api = await openApi(2);
  for (const node of ["node-1", "node-2"])
    await api.patch(`/api/v1/nodes/${node}/status`, "merge", {
      status: { capacity: { "example.com/fake": "5" }, allocatable: { "example.com/fake": "5" } },
    });
  for (const [name, value] of [
    ["low", 1],
    ["middle", 100],
    ["high", 1000],
  ] as const)
    await api.create("/apis/scheduling.k8s.io/v1/priorityclasses", { metadata: { name }, value });
});
afterAll(() => api.stop());

const nodeOf = async (name: string) => (await api.get(`${place}/${name}`)).body.spec?.nodeName;
const scheduled = async (name: string) =>
  (await statusOf(api, name)).conditions?.find((one: { type: string }) => one.type === "PodScheduled");
const fake = (amount: string, priorityClassName?: string, spec: object = {}) => ({
  script: forever,
  container: {
    resources: { requests: { "example.com/fake": amount }, limits: { "example.com/fake": amount } },
  },
  spec: { terminationGracePeriodSeconds: 1, ...(priorityClassName && { priorityClassName }), ...spec },
});
const gone = (...names: string[]) => Promise.all(names.map((name) => api.remove(`${place}/${name}`)));

const on = (name: string, port: object) =>
  makePod(api, name, {
    script: forever,
    container: { ports: [{ containerPort: 8080, hostPort: 54_323, ...port }] },
    spec: { nodeSelector: { "kubernetes.io/hostname": "node-1" } },
  });

describe("a pod is placed", () => {
  test("nowhere when no node has what it asks for, or the label that it selects", async () => {
    await makePod(api, "big", fake("6"));
    await makePod(api, "picky", { script: forever, spec: { nodeSelector: { color: "none" } } });
    for (const name of ["big", "picky"])
      await eventually(() => scheduled(name)).toMatchObject({ status: "False", reason: "Unschedulable" });
    expect((await scheduled("big")).message).toContain("Insufficient example.com/fake");
    await gone("big", "picky");
  });
  test("where its node selector leads", async () => {
    await api.patch("/api/v1/nodes/node-2", "merge", { metadata: { labels: { color: "blue" } } });
    await makePod(api, "blue", { script: forever, spec: { nodeSelector: { color: "blue" } } });
    await eventually(() => nodeOf("blue")).toBe("node-2");
    await gone("blue");
  });
  test("beside another with the same host port unless both mean the same address", async () => {
    await on("port-1", { hostIP: "127.0.0.1" });
    await on("port-2", { hostIP: "127.0.0.2" });
    await on("port-3", { hostIP: "127.0.0.2", protocol: "UDP" });
    for (const name of ["port-1", "port-2", "port-3"]) await eventually(() => nodeOf(name)).toBe("node-1");
    await on("port-4", {});
    await eventually(() => scheduled("port-4")).toMatchObject({ status: "False" });
    await gone("port-1", "port-2", "port-3", "port-4");
  });
});

const ready = async (app: string) =>
  (await api.get(`/apis/apps/v1/namespaces/default/replicasets/${app}`)).body.status.readyReplicas ?? 0;

const labels = (app: string) => ({ app });

const set = (app: string, replicas: number, amount: string, priority: string) => {
  const { metadata, spec } = podOf(app, { ...fake(amount, priority), metadata: { labels: labels(app) } });
  return api.create("/apis/apps/v1/namespaces/default/replicasets", {
    metadata: { name: app },
    spec: {
      replicas,
      selector: { matchLabels: labels(app) },
      template: { metadata, spec: { ...spec, restartPolicy: "Always" } },
    },
  });
};

describe("a pod of more importance", () => {
  test("takes the place of one of less, which is told why", async () => {
    await makePod(api, "low-1", { ...fake("3", "low"), metadata: { finalizers: ["example.com/hold"] } });
    await makePod(api, "middle-2", fake("3", "middle"));
    for (const name of ["low-1", "middle-2"]) await eventually(() => nodeOf(name)).toMatch(/^node/);
    await makePod(api, "high-1", fake("3", "high"));
    await eventually(
      async () => (await api.get(`${place}/low-1`)).body.metadata.deletionTimestamp,
    ).toBeDefined();
    const told = (await statusOf(api, "low-1")).conditions.find(
      (one: { type: string }) => one.type === "DisruptionTarget",
    );
    expect(told).toMatchObject({ status: "True", reason: "PreemptionByScheduler" });
    await api.patch(`${place}/low-1`, "merge", { metadata: { finalizers: [] } });
    await eventually(async () => (await statusOf(api, "high-1")).phase).toBe("Running");
    expect((await api.get(`${place}/middle-2`)).body.metadata.deletionTimestamp).toBe(undefined);
    await gone("high-1", "middle-2");
  });
  test("of the system takes anybody's", async () => {
    for (const name of ["taker-1", "taker-2"]) await makePod(api, name, fake("4", "high"));
    for (const name of ["taker-1", "taker-2"]) await eventually(() => nodeOf(name)).toMatch(/^node/);
    const critical = podOf("critical", fake("4", "system-cluster-critical"));
    expect((await api.create("/api/v1/namespaces/kube-system/pods", critical)).status).toBe(201);
    await eventually(
      async () => (await api.get("/api/v1/namespaces/kube-system/pods/critical")).body.status.phase,
    ).toBe("Running");
    await api.remove("/api/v1/namespaces/kube-system/pods/critical");
    await gone("taker-1", "taker-2");
  });
  test("of a ReplicaSet does so as well", async () => {
    await set("rs-low", 4, "2", "low");
    await eventually(() => ready("rs-low")).toBe(4);
    await set("rs-high", 1, "3", "high");
    await eventually(() => ready("rs-high")).toBe(1);
    await eventually(() => ready("rs-low")).toBe(3);
    for (const name of ["rs-low", "rs-high"])
      await api.remove(`/apis/apps/v1/namespaces/default/replicasets/${name}`);
  });
});

const taints = (list: object[]) => api.patch("/api/v1/nodes/node-1", "merge", { spec: { taints: list } });

test("of a priority class the value stays, the rest may change", async () => {
  const one = "/apis/scheduling.k8s.io/v1/priorityclasses/middle";
  expect((await api.patch(one, "merge", { value: 7 })).status).toBe(422);
  expect((await api.patch(one, "merge", { description: "of some importance" })).status).toBe(200);
});

const isGone = async (name: string) => (await api.get(`${place}/${name}`)).status === 404;

describe("a taint that nothing may run with", () => {
  const taint = { key: "evict", value: "1", effect: "NoExecute" };
  const tolerating = (tolerationSeconds?: number) => ({
    script: forever,
    spec: {
      nodeName: "node-1",
      terminationGracePeriodSeconds: 1,
      tolerations: [
        { ...taint, operator: "Equal", ...(tolerationSeconds !== undefined && { tolerationSeconds }) },
      ],
    },
  });
  test("drives pods away when their time is over, and no more when it is taken back", async () => {
    await makePod(api, "soon", tolerating(1));
    await makePod(api, "late", tolerating(4));
    await makePod(api, "never", { script: forever, spec: { nodeName: "node-1" } });
    await makePod(api, "always", tolerating());
    for (const name of ["soon", "late", "never", "always"])
      await eventually(async () => (await statusOf(api, name)).phase).toBe("Running");
    await taints([taint]);
    for (const name of ["soon", "never"]) await eventually(() => isGone(name)).toBe(true);
    expect(await isGone("late")).toBe(false);
    await taints([]);
    await new Promise((resolve) => setTimeout(resolve, 4500));
    expect([await isGone("late"), await isGone("always")]).toEqual([false, false]);
  });
});
