import { expect, test } from "vitest";
import { type StatefulSet, statefulSets, controllerRevisions } from "./apps-kinds.ts";
import { eventually, named, oneContainer, openCluster, run, startKubelet } from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import { garbageController } from "./garbage.ts";
import { persistentVolumeClaims, pods } from "./kinds.ts";
import { controllerOf } from "./owners.ts";
import { statefulSetController } from "./stateful-set.ts";

const labels = { app: "db" };

async function withSet(spec: object = {}) {
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = run(cluster, garbageController(client), statefulSetController(client, systemClock));
  startKubelet(cluster);
  const wanted = {
    replicas: 3,
    serviceName: "db",
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: oneContainer("db:1") },
    volumeClaimTemplates: [
      {
        metadata: { name: "data" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
    ],
    ...spec,
  };
  await client.create(statefulSets, "default", named("StatefulSet", "db", { spec: wanted }, "apps/v1"));
  const get = () => client.get(statefulSets, "default", "db");
  const edit = (change: (spec: StatefulSet["spec"]) => void) =>
    cluster.objects.update(
      { resource: client.resourceOf(statefulSets), namespace: "default", name: "db" },
      (before) => {
        change((before as StatefulSet).spec);
        return before;
      },
      { dryRun: false, fieldManager: "test" },
    );
  const setImage = (image: string) =>
    edit((spec) => void (spec.template = { ...spec.template, spec: oneContainer(image) }));
  const settled = (replicas: number) =>
    eventually(() =>
      expect([get()?.status, client.list(pods).length]).toMatchObject([
        {
          observedGeneration: get()?.metadata.generation,
          updatedReplicas: replicas,
          availableReplicas: replicas,
          currentRevision: get()?.status?.updateRevision,
        },
        replicas,
      ]),
    );
  const images = () => client.list(pods).map((pod) => pod.spec.containers[0]?.image);
  const claims = () => client.list(persistentVolumeClaims).map(({ metadata }) => metadata.name);
  await settled(3);
  return { cluster, client, errors, get, edit, setImage, settled, images, claims };
}

test("each pod has a name, a host name, an index and a claim of its own", async () => {
  const { client, claims, errors } = await withSet();
  const pod = client.get(pods, "default", "db-1");
  expect(pod?.metadata.labels).toMatchObject({
    "statefulset.kubernetes.io/pod-name": "db-1",
    "apps.kubernetes.io/pod-index": "1",
  });
  expect(pod?.spec).toMatchObject({
    hostname: "db-1",
    subdomain: "db",
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data-db-1" } }],
  });
  expect(claims()).toEqual(["data-db-0", "data-db-1", "data-db-2"]);
  expect(errors).toEqual([]);
});

test("an update replaces every pod, and what it was can be had again", async () => {
  const { client, setImage, settled, images, errors } = await withSet();
  await setImage("db:2");
  await settled(3);
  expect(images()).toEqual(["db:2", "db:2", "db:2"]);
  await setImage("db:1");
  await settled(3);
  expect(images()).toEqual(["db:1", "db:1", "db:1"]);
  expect(
    client
      .list(controllerRevisions)
      .map(({ revision }) => revision)
      .toSorted((a, b) => a - b),
  ).toEqual([2, 3]);
  expect(errors).toEqual([]);
});

test("below the partition the earlier template stays, even for a pod that is lost", async () => {
  const { client, edit, images } = await withSet({
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } },
  });
  await edit((spec) => void (spec.template = { ...spec.template, spec: oneContainer("db:2") }));
  await eventually(() => expect(images()).toEqual(["db:1", "db:1", "db:2"]));
  const first = client.get(pods, "default", "db-0");
  if (first) await client.remove(pods, first);
  await eventually(() =>
    expect(client.get(pods, "default", "db-0")?.metadata.uid).not.toBe(first?.metadata.uid),
  );
  await eventually(() => expect(images()).toEqual(["db:1", "db:1", "db:2"]));
});

test("scaled down, claims stay, or go where the policy says so", async () => {
  const { edit, settled, claims, client } = await withSet();
  await edit((spec) => void (spec.replicas = 2));
  await settled(2);
  expect(claims()).toHaveLength(3);
  await edit((spec) => {
    spec.persistentVolumeClaimRetentionPolicy = { whenDeleted: "Delete", whenScaled: "Delete" };
    spec.replicas = 1;
  });
  await settled(1);
  await eventually(() => expect(claims()).toEqual(["data-db-0", "data-db-2"]));
  const kept = () => client.get(persistentVolumeClaims, "default", "data-db-0");
  await eventually(() => expect(controllerOf(kept() ?? missing())?.kind).toBe("StatefulSet"));
});

const missing = (): never => {
  throw new Error("the claim is gone");
};
