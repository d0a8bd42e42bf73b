import { raw } from "@naru/clickhouse";
import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { applyObjects, listChanges, listClusters } from "../api.ts";
import { cluster, deploymentYaml, type Fixture, openFixture } from "../fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
  await isLive();
});
afterAll(async () => {
  await fixture.halt();
  await fixture.close();
});

const eventually = { timeout: 20_000, interval: 100 };
const isLive = () =>
  vi.waitFor(async () => {
    expect((await fixture.call(listClusters, {})).clusters[0]?.state).toBe("live");
  }, eventually);
const map = (name: string, a: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data: { a },
});
const base64 = (text: string) => Buffer.from(text).toString("base64");
const secret = (of: object) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "keys" },
  data: of,
});
const status = (restartCount: number) => ({
  name: "main",
  ready: true,
  restartCount,
  image: "leaky:1",
  imageID: "",
  state: { running: { startedAt: "2026-11-21T09:00:01Z" } },
  lastState: {
    terminated: {
      reason: "OOMKilled",
      exitCode: 137,
      startedAt: "2026-11-21T09:00:00Z",
      finishedAt: new Date().toISOString(),
    },
  },
});
const apply = (yaml: string) => fixture.call(applyObjects, { cluster, yaml });
const changesOf = async (name: string) =>
  (await fixture.call(listChanges, { name })).changes.filter(({ type }) => type !== "acted");
const told = async (name: string) =>
  (await changesOf(name)).map(({ type, summary }) => `${type}: ${summary}`).toSorted();

test("a new revision is told with what differs and who wrote it", async () => {
  await apply(deploymentYaml("cart", "cart:1", 1));
  await expect.poll(() => told("cart"), eventually).toContain("created: cart:1");
  const ref = { namespace: "default", name: "cart" };
  const body = { spec: { template: { spec: { containers: [{ name: "main", image: "cart:2" }] } } } };
  await fixture.client.patch(kinds.deployments, ref, "strategic", body, { fieldManager: "kubectl-set" });
  await expect.poll(() => told("cart"), eventually).toContain("revision: image cart:1 → cart:2");
  const revision = (await changesOf("cart")).find(({ type }) => type === "revision");
  expect(revision).toMatchObject({
    actor: "kubectl-set",
    isLate: false,
    object: { kind: "Deployment", namespace: "default" },
    differences: [{ field: "containers.main.image", before: "cart:1", after: "cart:2" }],
  });
});

test("a container's restart is told of its workload, with reason and exit code", async () => {
  await apply(deploymentYaml("leaky", "leaky:1", 1));
  const pod = await expect
    .poll(async () => fixture.client.all(kinds.pods, { labelSelector: "app=leaky" }), eventually)
    .toHaveLength(1)
    .then(async () => (await fixture.client.all(kinds.pods, { labelSelector: "app=leaky" }))[0]);
  const ref = { namespace: "default", name: pod?.metadata.name ?? "", subresource: "status" };
  for (const count of [0, 1]) {
    const body = { status: { phase: "Running", containerStatuses: [status(count)] } };
    await fixture.client.patch(kinds.pods, ref, "merge", body);
  }
  await expect.poll(() => told("leaky"), eventually).toContain("restart: main: OOMKilled (exit code 137)");
  expect((await changesOf("leaky")).find(({ type }) => type === "restart")).toMatchObject({
    workload: { kind: "Deployment", name: "leaky" },
    object: { kind: "Pod" },
    reason: "OOMKilled",
    exitCode: 137,
  });
});

test("what happens while nobody looks is found at the next start, once, and marked as late", async () => {
  const write = (kind: (typeof kinds)["configMaps" | "secrets"], body: { metadata: { name: string } }) =>
    fixture.client.apply(kind, { namespace: "default", name: body.metadata.name }, body, {
      fieldManager: "helm",
    });
  for (const name of ["kept", "changed", "dropped"]) await write(kinds.configMaps, map(name, "1"));
  await write(kinds.secrets, secret({ old: base64("hunter2") }));
  await expect.poll(() => told("dropped"), eventually).toEqual(["created: "]);
  await expect.poll(() => told("keys"), eventually).toEqual(["created: "]);

  await fixture.halt();
  await write(kinds.configMaps, map("changed", "2"));
  await fixture.client.delete(kinds.configMaps, { namespace: "default", name: "dropped" });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await write(kinds.configMaps, map("added", "1"));
  await write(kinds.secrets, secret({ new: base64("hunter3") }));
  for (let again = 0; again < 3; again++) {
    await fixture.start();
    await isLive();
    if (again < 2) await fixture.halt();
  }

  await expect.poll(() => told("changed"), eventually).toEqual(["config: data.a 1 → 2", "created: "]);
  await expect.poll(() => told("dropped"), eventually).toEqual(["created: ", "deleted: "]);
  await expect.poll(() => told("added"), eventually).toEqual(["created: "]);
  await expect
    .poll(() => told("keys"), eventually)
    .toEqual(["config: data.new ∅ → ••••; data.old •••• → ∅", "created: "]);
  expect(await told("kept")).toEqual(["created: "]);
  const late = (await changesOf("changed")).find(({ type }) => type === "config");
  expect(late).toMatchObject({ isLate: true, actor: "helm" });
});

test("restarts of Naru repeat nothing, and no secret's value is anywhere in the store", async () => {
  const rows = await fixture.clickhouse.query<{ text: string }>(
    raw(
      "SELECT toString(tuple(*)) AS text FROM kubernetes_changes UNION ALL SELECT toString(tuple(*)) FROM kubernetes_state",
    ),
  );
  expect(rows.length).toBeGreaterThan(5);
  const values = ["hunter2", "hunter3"].flatMap((value) => [value, base64(value)]);
  for (const { text } of rows) for (const value of values) expect(text).not.toContain(value);
  const doubled = await fixture.clickhouse.query(
    raw("SELECT change_id, count() AS n FROM kubernetes_changes GROUP BY change_id HAVING n > 1"),
  );
  expect(doubled).toEqual([]);
});
