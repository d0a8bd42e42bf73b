import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyObjects, cordonNode, drainNode, listNodes, listPods } from "../api.ts";
import { cluster, type Fixture, openFixture } from "../fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(1);
});
afterAll(async () => {
  await fixture.halt();
  await fixture.close();
});

const eventually = { timeout: 30_000, interval: 200 };
const deployment = (name: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          { name: "main", image: "busybox", command: ["sh", "-c", "while true; do sleep 0.2; done"] },
        ],
      },
    },
  },
});
const budget = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "guard" },
  spec: { minAvailable: 1, selector: { matchLabels: { app: "guarded" } } },
};

const apply = (...objects: readonly object[]) =>
  fixture.call(applyObjects, { cluster, yaml: objects.map((each) => JSON.stringify(each)).join("\n---\n") });
const pods = async () => (await fixture.call(listPods, {})).pods;
const ready = async () => (await pods()).filter(({ health }) => health === "good").length;
const statuses = async () => (await pods()).map(({ status }) => status);
const node = async () => (await fixture.call(listNodes, {})).nodes[0];

test("draining a node evicts what may leave and keeps new pods off it", async () => {
  await apply(deployment("free"));
  await expect.poll(ready, eventually).toBe(1);
  const planned = await fixture.call(drainNode, { cluster, name: "node-1", dryRun: true });
  expect(planned.pods).toMatchObject([{ kind: "Pod", namespace: "default", result: "evicted" }]);
  expect(await ready()).toBe(1);
  const drained = await fixture.call(drainNode, { cluster, name: "node-1" });
  expect(drained).toMatchObject({ done: false, pods: [{ result: "evicted" }] });
  await expect.poll(node, eventually).toMatchObject({ isCordoned: true, state: "ready" });
  await expect
    .poll(async () => (await fixture.call(drainNode, { cluster, name: "node-1" })).done, eventually)
    .toBe(true);
  await expect.poll(statuses, eventually).toEqual(["Unschedulable"]);
});

test("a budget that allows no disruption is named, and its pod stays", async () => {
  await fixture.call(cordonNode, { cluster, name: "node-1", cordoned: false });
  await apply(deployment("guarded"), budget);
  await expect.poll(ready, eventually).toBe(2);
  await expect
    .poll(async () => (await fixture.client.all(kinds.podDisruptionBudgets)) as unknown[], eventually)
    .toMatchObject([{ status: { currentHealthy: 1, disruptionsAllowed: 0 } }]);
  const { pods, done } = await fixture.call(drainNode, { cluster, name: "node-1" });
  const results = pods.map(({ name, result }) => `${name.split("-")[0]} ${result}`).toSorted();
  expect(results).toEqual(["free evicted", "guarded refused"]);
  expect(done).toBe(false);
  expect(pods.find(({ result }) => result === "refused")?.reason).toMatch(/disruption budget/);
});
