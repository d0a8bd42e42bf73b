import { expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { eventually, named, openCluster, run, type TestCluster } from "./cluster.fixture.ts";
import { garbageController } from "./garbage.ts";
import { configMaps } from "./kinds.ts";

function make(
  { client }: TestCluster,
  name: string,
  owners: readonly KubeObject[] = [],
  metadata: object = {},
) {
  const ownerReferences = owners.map(({ apiVersion, kind, metadata: { name, uid } }) => ({
    apiVersion,
    kind,
    name,
    uid,
    blockOwnerDeletion: true,
  }));
  return client.create(
    configMaps,
    "default",
    named("ConfigMap", name, { metadata: { ownerReferences, ...metadata } }),
  );
}

const names = ({ client }: TestCluster) =>
  client.list(configMaps, "default").map(({ metadata }) => metadata.name);

async function family() {
  const cluster = await openCluster();
  const { errors } = run(cluster, garbageController(cluster.client));
  const grandmother = await make(cluster, "grandmother");
  const mother = await make(cluster, "mother", [grandmother]);
  await make(cluster, "child", [mother]);
  await make(cluster, "stranger");
  return { cluster, errors, grandmother, mother };
}

test("deleted in the background, the owner goes first and everything below it follows", async () => {
  const { cluster, errors, grandmother } = await family();
  await cluster.client.remove(configMaps, grandmother, { propagation: "Background" });
  expect(names(cluster)).not.toContain("grandmother");
  await eventually(() => expect(names(cluster)).toEqual(["stranger"]));
  expect(errors).toEqual([]);
});

test("deleted in the foreground, the owner goes last", async () => {
  const { cluster, grandmother } = await family();
  const gone: string[] = [];
  const from = cluster.store.revision;
  cluster.store.watch(
    { resource: "configmaps", from },
    (events) =>
      gone.push(...events.filter(({ type }) => type === "DELETED").map(({ key }) => key.name)) as never,
    () => {},
  );
  await cluster.client.remove(configMaps, grandmother, { propagation: "Foreground" });
  expect(names(cluster)).toContain("grandmother");
  await eventually(() => expect(gone).toEqual(["child", "mother", "grandmother"]));
});

test("orphaned, the dependants stay and know no owner", async () => {
  const { cluster, mother } = await family();
  await cluster.client.remove(configMaps, mother, { propagation: "Orphan" });
  await eventually(() => expect(names(cluster)).toEqual(["child", "grandmother", "stranger"]));
  expect(cluster.client.get(configMaps, "default", "child")?.metadata.ownerReferences).toBeUndefined();
});

test("an owner of the same name that was made anew owns nothing", async () => {
  const cluster = await openCluster();
  const first = await make(cluster, "owner");
  await make(cluster, "child", [first]);
  await cluster.client.remove(configMaps, first);
  await make(cluster, "owner");
  run(cluster, garbageController(cluster.client));
  await eventually(() => expect(names(cluster)).toEqual(["owner"]));
});

test("what has another owner left stays and forgets the lost one", async () => {
  const cluster = await openCluster();
  run(cluster, garbageController(cluster.client));
  const owners = [await make(cluster, "a"), await make(cluster, "b")];
  await make(cluster, "child", owners);
  for (const owner of owners.slice(0, 1)) await cluster.client.remove(configMaps, owner);
  const left = () =>
    cluster.client.get(configMaps, "default", "child")?.metadata.ownerReferences?.map(({ name }) => name);
  await eventually(() => expect(left()).toEqual(["b"]));
});

test("changes that were compacted away are made up for by listing again", async () => {
  const cluster = await openCluster();
  run(cluster, garbageController(cluster.client));
  const owner = await make(cluster, "owner");
  for (let index = 0; index < 20; index++) await make(cluster, `child-${index}`, [owner]);
  await cluster.client.remove(configMaps, owner);
  await cluster.store.compact(cluster.store.revision);
  await eventually(() => expect(names(cluster)).toEqual([]));
});
