import { expect, test } from "vitest";
import type { WatchEvent } from "../store/store.ts";
import {
  eventually,
  makeDeployment,
  oneContainer,
  openCluster,
  run,
  startKubelet,
  type TestCluster,
} from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import { deploymentController } from "./deployment.ts";
import { garbageController } from "./garbage.ts";
import { type Deployment, deployments, eventKind, type Pod, pods, replicaSets } from "./kinds.ts";
import { conditionIn, isActive, isReady } from "./pod-state.ts";
import { replicaSetController } from "./replica-set.ts";
import { revisionOf } from "./revisions.ts";

const controllersOf = ({ client }: TestCluster) => [
  garbageController(client),
  replicaSetController(client, systemClock),
  deploymentController(client, systemClock),
];

const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } };

async function withDeployment(spec: Record<string, unknown> = {}) {
  const cluster = await openCluster();
  const controllers = run(cluster, ...controllersOf(cluster));
  const kubelet = startKubelet(cluster);
  await makeDeployment(cluster, "web", { strategy, ...spec });
  const get = () => cluster.client.get(deployments, "default", "web");
  const reason = () => conditionIn(get()?.status?.conditions, "Progressing")?.reason;
  const complete = async () => {
    await eventually(() => expect(get()?.status?.observedGeneration).toBe(get()?.metadata.generation));
    await eventually(() =>
      expect([reason(), get()?.status?.updatedReplicas]).toEqual([
        "NewReplicaSetAvailable",
        get()?.spec.replicas,
      ]),
    );
    await eventually(() =>
      expect(cluster.client.list(pods).filter(isActive)).toHaveLength(get()?.spec.replicas ?? 1),
    );
  };
  await complete();
  return { cluster, controllers, kubelet, get, reason, complete };
}

/** Changes what is wanted, as a user does: whatever state it is in. */
const edit = ({ objects, client }: TestCluster, change: (spec: Deployment["spec"]) => void) =>
  objects.update(
    { resource: client.resourceOf(deployments), namespace: "default", name: "web" },
    (before) => {
      change((before as Deployment).spec);
      return before;
    },
    { dryRun: false, fieldManager: "test" },
  );

const setImage = (cluster: TestCluster, image: string) =>
  edit(cluster, (spec) => {
    spec.template = { ...spec.template, spec: oneContainer(image) };
  });

const images = ({ client }: TestCluster) =>
  new Set(client.list(pods).map(({ spec }) => spec.containers[0]?.image));

/** The pods that were active, and those that were ready, after every change of a pod. */
function observe({ store, client }: TestCluster) {
  const now = new Map(client.list(pods).map((pod) => [pod.metadata.name, pod]));
  const seen: { active: number; ready: number }[] = [];
  const take = ({ type, object }: WatchEvent) => {
    if (type === "DELETED") now.delete(object.metadata.name);
    else now.set(object.metadata.name, object as Pod);
    const active = [...now.values()].filter(isActive);
    seen.push({ active: active.length, ready: active.filter(isReady).length });
  };
  store.watch(
    { resource: "pods", from: store.revision },
    (events) => events.forEach(take),
    () => {},
  );
  return {
    most: () => Math.max(...seen.map(({ active }) => active)),
    least: () => Math.min(...seen.map(({ ready }) => ready)),
  };
}

test("a rolling update never has more pods than the surge nor fewer ready ones than it may", async () => {
  const { cluster, controllers, complete } = await withDeployment({ replicas: 6 });
  const seen = observe(cluster);
  await setImage(cluster, "web:2");
  await complete();
  expect(images(cluster)).toEqual(new Set(["web:2"]));
  expect(seen.most()).toBeLessThanOrEqual(8);
  expect(seen.least()).toBeGreaterThanOrEqual(5);
  expect(controllers.errors).toEqual([]);
  const told = cluster.client.list(eventKind).filter((event) => event["reason"] === "ScalingReplicaSet");
  expect(told.length).toBeGreaterThan(2);
});

test("an undone rollout runs the earlier set again, as a new revision", async () => {
  const { cluster, get, complete } = await withDeployment();
  await setImage(cluster, "web:2");
  await complete();
  await setImage(cluster, "web:1");
  await complete();
  expect(images(cluster)).toEqual(new Set(["web:1"]));
  const sets = cluster.client.list(replicaSets);
  expect(new Set(sets.map(revisionOf))).toEqual(new Set([2, 3]));
  expect(get()?.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
});

test("an update that crashes keeps what works, and says that its deadline has passed", async () => {
  const { cluster, kubelet, reason } = await withDeployment({ progressDeadlineSeconds: 1 });
  kubelet.broken.add("web:bad");
  const seen = observe(cluster);
  await setImage(cluster, "web:bad");
  await eventually(() => expect(reason()).toBe("ProgressDeadlineExceeded"));
  expect(seen.least()).toBeGreaterThanOrEqual(2);
});

test("scaled, a deployment has as many pods as were asked for", async () => {
  const { cluster, complete } = await withDeployment();
  for (const replicas of [7, 0, 2]) {
    await edit(cluster, (spec) => void (spec.replicas = replicas));
    await eventually(() => expect(cluster.client.list(pods).filter(isActive)).toHaveLength(replicas));
  }
  await complete();
  expect(cluster.client.list(replicaSets)).toHaveLength(1);
});

test("a paused deployment scales but does not roll out, and does when it is resumed", async () => {
  const { cluster, reason, complete } = await withDeployment();
  await edit(cluster, (spec) => void (spec.paused = true));
  await eventually(() => expect(reason()).toBe("DeploymentPaused"));
  await setImage(cluster, "web:2");
  await edit(cluster, (spec) => void (spec.replicas = 5));
  await eventually(() => expect(cluster.client.list(pods).filter(isReady)).toHaveLength(5));
  expect(images(cluster)).toEqual(new Set(["web:1"]));
  await edit(cluster, (spec) => void (spec.paused = false));
  await complete();
  expect(images(cluster)).toEqual(new Set(["web:2"]));
});

test("Recreate never runs two templates at once", async () => {
  const { cluster, complete } = await withDeployment({ strategy: { type: "Recreate" } });
  const together: number[] = [];
  const from = cluster.store.revision;
  cluster.store.watch(
    { resource: "pods", from },
    () => void together.push(images(cluster).size),
    () => {},
  );
  await setImage(cluster, "web:2");
  await complete();
  expect(images(cluster)).toEqual(new Set(["web:2"]));
  expect(Math.max(...together)).toBe(1);
});

test("only as many earlier sets stay as the history has room for", async () => {
  const { cluster, complete } = await withDeployment({ revisionHistoryLimit: 1 });
  for (const image of ["web:2", "web:3", "web:4"]) {
    await setImage(cluster, image);
    await complete();
  }
  await eventually(() =>
    expect(
      cluster.client
        .list(replicaSets)
        .map(revisionOf)
        .toSorted((a, b) => a - b),
    ).toEqual([3, 4]),
  );
});

test("controllers that are stopped in the middle of a rollout finish it when they start again", async () => {
  const { cluster, controllers, complete } = await withDeployment({ replicas: 8 });
  const seen = observe(cluster);
  await setImage(cluster, "web:2");
  await eventually(() => expect(images(cluster).size).toBe(2));
  await controllers.stop();
  const again = run(cluster, ...controllersOf(cluster));
  await complete();
  expect(images(cluster)).toEqual(new Set(["web:2"]));
  expect(seen.most()).toBeLessThanOrEqual(10);
  expect(seen.least()).toBeGreaterThanOrEqual(7);
  expect(again.errors).toEqual([]);
});

test("with a deployment go its sets and their pods", async () => {
  const { cluster, get } = await withDeployment();
  const web = get();
  if (web) await cluster.client.remove(deployments, web, { propagation: "Background" });
  await eventually(() =>
    expect([...cluster.client.list(replicaSets), ...cluster.client.list(pods)]).toEqual([]),
  );
});
