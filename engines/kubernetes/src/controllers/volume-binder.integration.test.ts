import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually, named, openCluster, run } from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import {
  type PersistentVolumeClaim,
  persistentVolumeClaims,
  persistentVolumes,
  storageClasses,
} from "./kinds.ts";
import { volumeBinderController } from "./volume-binder.ts";

async function withClaim(reclaimPolicy: string) {
  const volumesFolder = await mkdtemp(join(tmpdir(), "volumes-"));
  onTestFinished(() => rm(volumesFolder, { recursive: true }));
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = run(cluster, volumeBinderController(client, systemClock, { volumesFolder }));
  const metadata = { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } };
  const usual = { metadata, provisioner: "naru.dev/local-folder", reclaimPolicy };
  await client.create(storageClasses, "", named("StorageClass", "usual", usual, "storage.k8s.io/v1"));
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  await client.create<PersistentVolumeClaim>(
    persistentVolumeClaims,
    "default",
    named("PersistentVolumeClaim", "data", { spec }),
  );
  const claim = () => client.get(persistentVolumeClaims, "default", "data");
  await eventually(() =>
    expect(claim()?.status).toMatchObject({ phase: "Bound", capacity: { storage: "1Gi" } }),
  );
  const volume = () => client.list(persistentVolumes)[0];
  return { client, errors, claim, volume };
}

test("a claim of the default class is bound to a folder that is made, and both go with it", async () => {
  const { client, errors, claim, volume } = await withClaim("Delete");
  const path = volume()?.spec.local?.path ?? "";
  expect([claim()?.spec.volumeName, claim()?.spec.storageClassName]).toEqual([
    volume()?.metadata.name,
    "usual",
  ]);
  expect([volume()?.status?.phase, existsSync(path)]).toEqual(["Bound", true]);
  const bound = claim();
  if (bound) await client.remove(persistentVolumeClaims, bound);
  await eventually(() => expect(volume()).toBeUndefined());
  expect(existsSync(path)).toBe(false);
  expect(errors).toEqual([]);
});

test("a volume that is to be retained is, with what is in it", async () => {
  const { client, claim, volume } = await withClaim("Retain");
  const bound = claim();
  if (bound) await client.remove(persistentVolumeClaims, bound);
  await eventually(() => expect(volume()?.status?.phase).toBe("Released"));
  expect(existsSync(volume()?.spec.local?.path ?? "")).toBe(true);
});
