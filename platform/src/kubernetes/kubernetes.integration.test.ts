import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as api from "./api.ts";
import { cluster, deploymentYaml, type Fixture, openFixture } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(async () => {
  await fixture.halt();
  await fixture.close();
});

const eventually = { timeout: 20_000, interval: 100 };
const apply = (yaml: string, more = {}) => fixture.call(api.applyObjects, { cluster, yaml, ...more });
const workloadsNamed = async (name: string) =>
  (await fixture.call(api.listWorkloads, { search: name })).workloads.filter((each) => each.name === name);
const place = (name: string) => ({ cluster, kind: "Deployment" as const, namespace: "default", name });
const detail = (name: string) => fixture.call(api.getWorkload, place(name));
const results = (of: { objects: readonly { result: string }[] }) => of.objects.map(({ result }) => result);

const map = (name: string, value: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data: { a: value },
});
const secret = (value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: db }\nstringData: { password: ${value}, user: app }\n`;
const told = () => fixture.call(api.listEvents, { kind: "Deployment", name: "joined" });

test("a cluster that is away is shown as away, with the reason, beside one that is live", async () => {
  await expect
    .poll(
      async () => (await fixture.call(api.listClusters, {})).clusters.map(({ name, state }) => [name, state]),
      eventually,
    )
    .toEqual([
      [cluster, "live"],
      ["moon", "away"],
    ]);
  const [east, moon] = (await fixture.call(api.listClusters, {})).clusters;
  expect(east).toMatchObject({ version: expect.stringMatching(/^v1\./), error: null });
  expect(moon).toMatchObject({
    version: null,
    error: expect.stringMatching(/credentials for the cluster can't be had/),
  });
  await expect(fixture.call(api.listKinds, { cluster: "moon" })).rejects.toMatchObject({
    code: "CLUSTER_UNAVAILABLE",
  });
  await expect(fixture.call(api.listKinds, { cluster: "mars" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("what is served can be listed, any kind of it as the server prints it", async () => {
  const { kinds } = await fixture.call(api.listKinds, { cluster });
  expect(kinds).toContainEqual(expect.objectContaining({ apiVersion: "apps/v1", kind: "Deployment" }));
  const table = await fixture.call(api.listObjects, {
    cluster,
    apiVersion: "v1",
    kind: "Namespace",
    limit: 1,
  });
  expect(table.columns.map(({ name }) => name)).toEqual(["Name", "Status", "Age"]);
  expect(table.rows).toHaveLength(1);
  expect(table.nextCursor).not.toBeNull();
  await expect(
    fixture.call(api.listObjects, { cluster, apiVersion: "v1", kind: "Ferry" }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("applying YAML", () => {
  test("is seen before it is done, and done twice changes nothing", async () => {
    const yaml = deploymentYaml("seen", "seen:1");
    const preview = await fixture.call(api.previewObjects, { cluster, yaml });
    expect(preview.objects).toMatchObject([
      { result: "create", before: "", after: expect.stringContaining("seen:1") },
    ]);
    expect(await workloadsNamed("seen")).toEqual([]);
    expect(results(await apply(yaml))).toEqual(["create"]);
    expect(results(await fixture.call(api.previewObjects, { cluster, yaml }))).toEqual(["nothing"]);
    const [changed] = (
      await fixture.call(api.previewObjects, { cluster, yaml: deploymentYaml("seen", "seen:2") })
    ).objects;
    expect(changed).toMatchObject({ result: "change", before: expect.stringContaining("seen:1") });
    expect(changed?.after).toContain("seen:2");
  });

  test("names who owns a field, and what is wrong with one object stops no other", async () => {
    const ref = { namespace: "default", name: "owned" };
    await fixture.client.apply(kinds.configMaps, ref, map("owned", "1"), {
      fieldManager: "argocd-controller",
    });
    const yaml = [map("owned", "2"), { ...map("Bad Name", "1") }, map("fine", "1")]
      .map((each) => JSON.stringify(each))
      .join("\n---\n");
    const { objects } = await apply(yaml);
    expect(results({ objects })).toEqual(["conflict", "refused", "create"]);
    expect(objects[0]?.conflicts).toMatchObject([{ manager: "argocd-controller", field: "data.a" }]);
    expect(results(await apply(yaml, { force: true }))).toEqual(["change", "refused", "nothing"]);
  });

  test("of a secret shows names of keys and never a value", async () => {
    const first = await apply(secret("hunter-two"));
    const second = await fixture.call(api.previewObjects, { cluster, yaml: secret("hunter-three") });
    const shown = await fixture.call(api.getObject, {
      cluster,
      apiVersion: "v1",
      kind: "Secret",
      namespace: "default",
      name: "db",
      managedFields: true,
    });
    expect(second.objects).toMatchObject([
      { result: "change", after: expect.stringContaining("password: •••• (changed)") },
    ]);
    expect(shown.yaml).toContain("password: ••••");
    const hidden = [
      "hunter",
      Buffer.from("hunter-two").toString("base64"),
      Buffer.from("hunter-three").toString("base64"),
    ];
    for (const value of hidden) expect(JSON.stringify([first, second, shown])).not.toContain(value);
  });
});

describe("a workload", () => {
  test("is listed once, with its images, and not its parts", async () => {
    await apply(deploymentYaml("cart", "cart:1"));
    await expect
      .poll(() => workloadsNamed("cart"), eventually)
      .toMatchObject([{ kind: "Deployment", desired: 2, images: ["cart:1"] }]);
    await expect.poll(async () => (await detail("cart")).pods.length, eventually).toBe(2);
    const { workloads } = await fixture.call(api.listWorkloads, { search: "cart" });
    expect(workloads.map(({ kind }) => kind)).toEqual(["Deployment"]);
    const { pods } = await fixture.call(api.listPods, { workload: "cart" });
    expect(pods).toMatchObject([
      { workload: { kind: "Deployment", name: "cart" }, requests: { cpu: 0.25 } },
      {},
    ]);
  });

  test("is scaled, restarted, rolled back, paused, and each is written down with who did it", async () => {
    await apply(deploymentYaml("paid", "paid:1"));
    await expect
      .poll(async () => (await detail("paid").catch(() => undefined))?.revisions.length, eventually)
      .toBe(1);
    await apply(deploymentYaml("paid", "paid:2"));
    await expect.poll(async () => (await detail("paid")).revisions.length, eventually).toBe(2);
    await fixture.call(api.scaleWorkload, { ...place("paid"), replicas: 3, dryRun: true });
    await fixture.call(api.scaleWorkload, { ...place("paid"), replicas: 1 });
    await expect.poll(() => workloadsNamed("paid"), eventually).toMatchObject([{ desired: 1 }]);
    await fixture.call(api.rollBackWorkload, { ...place("paid"), revision: 1 });
    await expect.poll(() => workloadsNamed("paid"), eventually).toMatchObject([{ images: ["paid:1"] }]);
    await expect
      .poll(
        async () => (await detail("paid")).revisions.map(({ revision, isCurrent }) => [revision, isCurrent]),
        eventually,
      )
      .toEqual([
        [3, true],
        [2, false],
      ]);
    await expect(fixture.call(api.rollBackWorkload, { ...place("paid"), revision: 9 })).rejects.toMatchObject(
      {
        code: "NOT_FOUND",
        help: expect.stringContaining("3, 2"),
      },
    );
    await fixture.call(api.restartWorkload, place("paid"));
    await fixture.call(api.pauseWorkload, { ...place("paid"), paused: true });
    const acts = async () =>
      (await fixture.call(api.listChanges, { name: "paid", type: "acted" })).changes.map(
        ({ summary, actor }) => `${actor}: ${summary}`,
      );
    await expect
      .poll(async () => (await acts()).toSorted(), eventually)
      .toEqual(
        [
          "applied (create)",
          "applied (change)",
          "scaled to 1",
          "rolled back to revision 1",
          "restarted",
          "paused",
        ]
          .map((act) => `operator: ${act}`)
          .toSorted(),
      );
  });

  test("can't be scaled where that means nothing, and says what could be", async () => {
    const daemon = { ...place("x"), kind: "DaemonSet" as const, replicas: 1 };
    await expect(fixture.call(api.scaleWorkload, daemon)).rejects.toMatchObject({
      message: expect.stringContaining("Deployment, StatefulSet"),
    });
  });

  test("tells its services, budgets and autoscalers, and what of it the cluster reported", async () => {
    const yaml = [
      deploymentYaml("joined", "joined:1"),
      "apiVersion: v1\nkind: Service\nmetadata: { name: joined }\nspec: { selector: { app: joined }, ports: [{ port: 80 }] }",
      "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: joined }\nspec: { minAvailable: 1, selector: { matchLabels: { app: joined } } }",
    ].join("\n---\n");
    expect(results(await apply(yaml))).toEqual(["create", "create", "create"]);
    await expect
      .poll(async () => (await detail("joined").catch(() => undefined))?.related, eventually)
      .toMatchObject([
        { kind: "Service", detail: "80/TCP" },
        { kind: "PodDisruptionBudget", detail: "minAvailable 1" },
      ]);
    await expect
      .poll(async () => (await detail("joined")).events.map(({ reason }) => reason), eventually)
      .toContain("ScalingReplicaSet");
    await expect
      .poll(async () => (await told()).events.map(({ reason }) => reason), eventually)
      .toContain("ScalingReplicaSet");
  });

  test("is deleted with what it owns", async () => {
    await apply(deploymentYaml("gone", "gone:1"));
    const target = { cluster, apiVersion: "apps/v1", kind: "Deployment", namespace: "default", name: "gone" };
    await expect.poll(async () => (await workloadsNamed("gone")).length, eventually).toBe(1);
    await fixture.call(api.deleteObject, { ...target, dryRun: true });
    expect(await workloadsNamed("gone")).toHaveLength(1);
    await fixture.call(api.deleteObject, target);
    await expect.poll(async () => (await workloadsNamed("gone")).length, eventually).toBe(0);
    await expect(fixture.call(api.deleteObject, target)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("a node is cordoned and let free again", async () => {
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-x" } };
  await fixture.client.create(kinds.nodes, undefined, node);
  const isCordoned = async () =>
    (await fixture.call(api.listNodes, {})).nodes.find(({ name }) => name === "node-x")?.isCordoned;
  await expect.poll(isCordoned, eventually).toBe(false);
  await fixture.call(api.cordonNode, { cluster, name: "node-x", cordoned: true });
  await expect.poll(isCordoned, eventually).toBe(true);
  await fixture.call(api.cordonNode, { cluster, name: "node-x", cordoned: false });
  await expect.poll(isCordoned, eventually).toBe(false);
});
