import { expect, test } from "vitest";
import {
  eventually,
  named,
  oneContainer,
  openCluster,
  run,
  startKubelet,
  type TestCluster,
} from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import { eventKind, pods, replicaSets } from "./kinds.ts";
import { controllerOf } from "./owners.ts";
import { replicaSetController } from "./replica-set.ts";

const labels = { app: "web" };
const template = { metadata: { labels }, spec: oneContainer("web:1") };

function makeSet({ client }: TestCluster, replicas: number) {
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return client.create(replicaSets, "default", named("ReplicaSet", "web", { spec }, "apps/v1"));
}

const makePod = ({ client }: TestCluster, name: string) =>
  client.create(pods, "default", named("Pod", name, { metadata: { labels }, spec: oneContainer("web:1") }));

async function withSet(replicas: number) {
  const cluster = await openCluster();
  const { errors } = run(cluster, replicaSetController(cluster.client, systemClock));
  startKubelet(cluster);
  await makeSet(cluster, replicas);
  const set = () => cluster.client.get(replicaSets, "default", "web");
  const available = (count: number | undefined) =>
    eventually(() => expect(set()?.status?.availableReplicas).toBe(count));
  await available(replicas);
  const scale = async (to: number) => {
    await eventually(() => expect(set()?.status?.observedGeneration).toBe(set()?.metadata.generation));
    const now = set();
    if (now) await cluster.client.change(replicaSets, now, ({ spec }) => void (spec.replicas = to));
  };
  return { cluster, errors, set, available, scale };
}

test("as many pods run as were asked for, more and fewer, and events tell of it", async () => {
  const { cluster, errors, set, available, scale } = await withSet(5);
  await scale(8);
  await available(8);
  await scale(2);
  await available(2);
  await eventually(() => expect(cluster.client.list(pods)).toHaveLength(2));
  expect(set()?.status).toMatchObject({
    replicas: 2,
    readyReplicas: 2,
    fullyLabeledReplicas: 2,
    observedGeneration: 3,
  });
  await eventually(() => expect(cluster.client.list(eventKind)).toHaveLength(8 + 6));
  const reasons = new Set(cluster.client.list(eventKind).map((event) => event["reason"]));
  expect(reasons).toEqual(new Set(["SuccessfulCreate", "SuccessfulDelete"]));
  expect(errors).toEqual([]);
});

test("a pod that is deleted is replaced", async () => {
  const { cluster, available } = await withSet(3);
  const [lost] = cluster.client.list(pods);
  if (lost) await cluster.client.remove(pods, lost, { graceSeconds: 0 });
  await eventually(() => expect(cluster.client.list(pods)).toHaveLength(3));
  await available(3);
});

test("a pod that comes to match is adopted, and counts", async () => {
  const cluster = await openCluster();
  await makePod(cluster, "orphan");
  await makeSet(cluster, 2);
  run(cluster, replicaSetController(cluster.client, systemClock));
  await eventually(() => expect(cluster.client.list(pods)).toHaveLength(2));
  await eventually(() =>
    expect(cluster.client.list(pods).map((pod) => controllerOf(pod)?.name)).toEqual(["web", "web"]),
  );
});

test("a pod whose label is taken off is released and replaced", async () => {
  const { cluster } = await withSet(1);
  const [pod] = cluster.client.list(pods);
  if (pod)
    await cluster.client.change(pods, pod, ({ metadata }) => void (metadata.labels = { app: "debug" }));
  await eventually(() => expect(cluster.client.list(pods)).toHaveLength(2));
  await eventually(() =>
    expect(
      controllerOf(cluster.client.get(pods, "default", pod?.metadata.name ?? "") ?? makeNothing()),
    ).toBeUndefined(),
  );
});

const makeNothing = (): never => {
  throw new Error("the released pod is gone");
};
