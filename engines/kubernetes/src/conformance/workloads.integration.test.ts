import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { type Any, apps, core, isReady, selector, templateOf, workloadsIn } from "./workloads.fixture.ts";

/* Controllers with pods that run. Source: Kubernetes' test/e2e/apps: deployment, replica_set, rc, statefulset, daemon_set,
 * controller_revision, disruption. */

let api: Api;
beforeAll(async () => {
  api = await openApi(2);
});
afterAll(() => api.stop());

const pods = `${core}/pods`;
const { podsOf, namesOf, readyOf, made } = workloadsIn(() => api);
const ownersOf = (pod: Any) =>
  (pod.metadata.ownerReferences ?? []).map((owner: Any) => `${owner.kind}/${owner.name}`);

describe.each([
  ["ReplicationController", `${core}/replicationcontrollers`, (app: string): object => ({ app })],
  ["ReplicaSet", `${apps}/replicasets`, selector],
])("a %s", (kind, path, select) => {
  const app = kind.toLowerCase().slice(0, 9);
  test("adopts a pod that matches, and lets go of one that no longer does", async () => {
    await made(pods, { ...templateOf(app), metadata: { name: `${app}-lone`, labels: { app } } });
    await made(path, {
      metadata: { name: app },
      spec: { replicas: 1, selector: select(app), template: templateOf(app) },
    });
    await eventually(async () => (await podsOf(app)).map(ownersOf)).toEqual([[`${kind}/${app}`]]);
    await api.patch(`${pods}/${app}-lone`, "merge", { metadata: { labels: { app: `${app}-free` } } });
    await eventually(async () => ownersOf((await podsOf(`${app}-free`))[0])).toEqual([]);
    await eventually(() => readyOf(app)).toBe(1);
  });
  test("scales by its subresource and tells how many are ready", async () => {
    const scale = await api.get(`${path}/${app}/scale`);
    expect(scale.body).toMatchObject({ kind: "Scale", spec: { replicas: 1 } });
    // Not of one version alone: the set's status may be written in between.
    const { resourceVersion: _version, ...metadata } = scale.body.metadata;
    const replaced = await api.replace(`${path}/${app}/scale`, {
      ...scale.body,
      metadata,
      spec: { replicas: 3 },
    });
    expect(replaced.status).toBe(200);
    await eventually(async () => (await api.get(`${path}/${app}`)).body.status.readyReplicas).toBe(3);
    await api.patch(`${path}/${app}/scale`, "merge", { spec: { replicas: 2 } });
    await eventually(() => namesOf(app)).toHaveLength(2);
  });
  test("says why it can't make its pods, and forgets it when it can", async () => {
    await made(`${core}/resourcequotas`, {
      metadata: { name: "few" },
      spec: { hard: { pods: String((await api.get(pods)).body.items.length) } },
    });
    await api.patch(`${path}/${app}`, "merge", { spec: { replicas: 3 } });
    const failure = async () =>
      (await api.get(`${path}/${app}`)).body.status.conditions?.find(
        (one: Any) => one.type === "ReplicaFailure",
      )?.reason;
    await eventually(failure).toBe("FailedCreate");
    await api.patch(`${path}/${app}`, "merge", { spec: { replicas: 2 } });
    await eventually(failure).toBe(undefined);
    await api.remove(`${core}/resourcequotas/few`);
    await api.remove(`${path}/${app}`, { propagationPolicy: "Foreground" });
    await eventually(() => namesOf(app)).toEqual([]);
  });
});

const sets = async (app: string): Promise<Any[]> =>
  (await api.get(`${apps}/replicasets?labelSelector=app%3D${app}`)).body.items;
const sizes = async () =>
  (await sets("shared")).map(({ spec }): number => spec.replicas).toSorted((a, b) => a - b);

describe("a Deployment", () => {
  const path = `${apps}/deployments`;
  const make = (app: string, spec: object) =>
    made(path, {
      metadata: { name: app },
      spec: { selector: selector(app), template: templateOf(app), ...spec },
    });
  const settled = async (app: string) => {
    const { metadata, spec, status } = (await api.get(`${path}/${app}`)).body;
    return (
      status.observedGeneration === metadata.generation &&
      status.updatedReplicas === spec.replicas &&
      status.availableReplicas === spec.replicas &&
      status.replicas === spec.replicas
    );
  };
  const retemplate = (app: string, value: string) =>
    api.patch(`${path}/${app}`, "merge", { spec: { template: { metadata: { annotations: { value } } } } });

  test("rolls over a rollout that is under way, and keeps as much history as it may", async () => {
    await make("rolling", { replicas: 2, revisionHistoryLimit: 1 });
    await eventually(() => settled("rolling")).toBe(true);
    await api.patch(`${path}/rolling`, "strategic-merge", {
      spec: { template: templateOf("rolling", {}, { image: "absent:1" }) },
    });
    await eventually(() => sets("rolling")).toHaveLength(2);
    await api.patch(`${path}/rolling`, "strategic-merge", {
      spec: { template: templateOf("rolling", {}, { image: "busybox:2" }) },
    });
    await eventually(() => settled("rolling")).toBe(true);
    await eventually(() => sets("rolling")).toHaveLength(2);
    expect(
      (await api.get(`${path}/rolling`)).body.metadata.annotations["deployment.kubernetes.io/revision"],
    ).toBe("3");
    await api.remove(`${path}/rolling`);
  });

  test("takes up a set that matches, and replaces all at once when told to", async () => {
    await made(`${apps}/replicasets`, {
      metadata: { name: "taken", labels: { app: "taken" } },
      spec: { replicas: 1, selector: selector("taken"), template: templateOf("taken") },
    });
    await make("taken", { replicas: 1, strategy: { type: "Recreate" } });
    await eventually(async () => (await sets("taken")).map(ownersOf)).toContainEqual(["Deployment/taken"]);
    await eventually(() => settled("taken")).toBe(true);
    const before = await namesOf("taken");
    await retemplate("taken", "2");
    await eventually(
      async () =>
        (await settled("taken")) && (await namesOf("taken")).every((name) => !before.includes(name)),
    ).toBe(true);
    await api.remove(`${path}/taken`);
  });

  test("shares what it scales among its sets by their size", async () => {
    await make("shared", { replicas: 6, strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } } });
    await eventually(() => settled("shared"), 30_000).toBe(true);
    await api.patch(`${path}/shared`, "strategic-merge", {
      spec: { template: templateOf("shared", {}, { image: "absent:1" }) },
    });
    await eventually(sizes).toEqual([3, 5]);
    await api.patch(`${path}/shared`, "merge", { spec: { replicas: 12 } });
    await eventually(async () => (await sizes()).reduce((a: number, b: number) => a + b, 0)).toBe(14);
    expect(Math.min(...(await sizes()))).toBeGreaterThan(3);
    await api.remove(`${path}/shared`, { propagationPolicy: "Background" });
  });
});

const uids = async (app: string) => (await podsOf(app)).map((pod): string => pod.metadata.uid).toSorted();

const revisions = async (app: string) =>
  (await api.get(`${apps}/controllerrevisions?labelSelector=app%3D${app}`)).body.items;

describe("a DaemonSet", () => {
  const path = `${apps}/daemonsets`;
  const make = (app: string, template: object = templateOf(app)) =>
    made(path, { metadata: { name: app, labels: { app } }, spec: { selector: selector(app), template } });

  test("runs where its node selector leads", async () => {
    await make("selected", templateOf("selected", { nodeSelector: { color: "blue" } }));
    await api.patch("/api/v1/nodes/node-1", "merge", { metadata: { labels: { color: "blue" } } });
    await eventually(async () =>
      (await podsOf("selected")).map((pod) => isReady(pod) && pod.spec.nodeName),
    ).toEqual(["node-1"]);
    await api.patch("/api/v1/nodes/node-1", "merge", { metadata: { labels: { color: "green" } } });
    await eventually(() => namesOf("selected")).toEqual([]);
    await api.patch(`${path}/selected`, "merge", {
      spec: { template: { spec: { nodeSelector: { color: "green" } } } },
    });
    await eventually(() => readyOf("selected")).toBe(1);
    await api.remove(`${path}/selected`);
  });

  test("makes pods anew that are deleted or fail, and rolls back without touching who is right", async () => {
    await make("everywhere");
    await eventually(() => readyOf("everywhere")).toBe(2);
    const [first] = await namesOf("everywhere");
    await api.remove(`${pods}/${first}`);
    await eventually(
      async () => (await readyOf("everywhere")) === 2 && !(await namesOf("everywhere")).includes(first ?? ""),
    ).toBe(true);
    const [second] = await namesOf("everywhere");
    await api.patch(`${pods}/${second}/status`, "merge", { status: { phase: "Failed" } });
    await eventually(
      async () =>
        (await readyOf("everywhere")) === 2 && !(await namesOf("everywhere")).includes(second ?? ""),
    ).toBe(true);
    const before = await uids("everywhere");
    await api.patch(`${path}/everywhere`, "strategic-merge", {
      spec: { template: templateOf("everywhere", {}, { image: "absent:1" }) },
    });
    await eventually(async () =>
      (await uids("everywhere")).filter((uid) => before.includes(uid)),
    ).toHaveLength(1);
    const kept = (await uids("everywhere")).find((uid) => before.includes(uid));
    await api.patch(`${path}/everywhere`, "strategic-merge", {
      spec: { template: templateOf("everywhere") },
    });
    await eventually(() => readyOf("everywhere")).toBe(2);
    expect(await uids("everywhere")).toContain(kept);
    await eventually(async () =>
      (await revisions("everywhere")).map(({ revision }: Any) => revision).toSorted(),
    ).toEqual([2, 3]);
    await api.remove(`${path}?labelSelector=app%3Deverywhere`);
    await eventually(() => namesOf("everywhere")).toEqual([]);
  });
});

test("a budget keeps a pod from being evicted until it allows it", async () => {
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  await made(`${apps}/replicasets`, {
    metadata: { name: "kept" },
    spec: { replicas: 2, selector: selector("kept"), template: templateOf("kept") },
  });
  await made(budgets, { metadata: { name: "kept" }, spec: { minAvailable: 2, selector: selector("kept") } });
  await eventually(async () => (await api.get(`${budgets}/kept`)).body.status).toMatchObject({
    currentHealthy: 2,
    desiredHealthy: 2,
    disruptionsAllowed: 0,
    expectedPods: 2,
  });
  const [name] = await namesOf("kept");
  const evict = () =>
    api.create(`${pods}/${name}/eviction`, { apiVersion: "policy/v1", kind: "Eviction", metadata: { name } });
  expect(await evict()).toMatchObject({
    status: 429,
    body: { details: { causes: [{ reason: "DisruptionBudget" }] } },
  });
  await api.patch(`${budgets}/kept`, "merge", { spec: { minAvailable: 1 } });
  await eventually(async () => (await evict()).status).toBe(201);
  await eventually(() => namesOf("kept")).not.toContain(name);
});
