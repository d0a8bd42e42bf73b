import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { KubeObject } from "../object.ts";
import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, keyOf, partsOf } from "./controller.ts";
import { type Record, recorder } from "./events.ts";
import {
  type PersistentVolume,
  type PersistentVolumeClaim,
  persistentVolumeClaims,
  persistentVolumes,
  type StorageClass,
  storageClasses,
} from "./kinds.ts";
import { classFor, isClaimOf, volumeFor } from "./volume-match.ts";

export interface VolumeOptions {
  /** Where the volumes are that are made for claims; without it none are made. */
  readonly volumesFolder?: string;
}

interface Context extends VolumeOptions {
  readonly client: Client;
  readonly record: Record;
}

const provisionedBy = "pv.kubernetes.io/provisioned-by";
const provisioner = "naru.dev/local-folder";

/** Gives claims their volumes, and takes those away that nobody claims any more.
 *  Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/ */
export function volumeBinderController(
  client: Client,
  clock: Clock,
  options: VolumeOptions = {},
): Controller {
  const context = { client, record: recorder(client, clock, "persistentvolume-controller"), ...options };
  const claimOf = ({ spec }: PersistentVolume) =>
    spec.claimRef ? [`${spec.claimRef.namespace}/${spec.claimRef.name}`] : unbound(client);
  return {
    name: "volume-binder",
    watches: [
      { kind: persistentVolumeClaims, keys: ({ object }) => [keyOf(object), ...volumesOf(client, object)] },
      {
        kind: persistentVolumes,
        keys: ({ object }) => [object.metadata.name, ...claimOf(object as PersistentVolume)],
      },
      { kind: storageClasses, keys: () => unbound(client) },
    ],
    reconcile: (key) => (key.includes("/") ? bind(context, key) : reclaim(context, key)),
  };
}

const unbound = (client: Client) =>
  client
    .list(persistentVolumeClaims)
    .filter(({ status }) => status?.phase !== "Bound")
    .map(keyOf);

const volumesOf = (client: Client, claim: KubeObject) =>
  client
    .list(persistentVolumes)
    .filter((volume) => isClaimOf(volume, claim as PersistentVolumeClaim))
    .map(keyOf);

async function bind(context: Context, key: string): Promise<void> {
  const { client, record } = context;
  const { namespace, name } = partsOf(key);
  const claim = client.get(persistentVolumeClaims, namespace, name);
  if (!claim || claim.metadata.deletionTimestamp !== undefined || claim.status?.phase === "Bound") return;
  const storageClass = classFor(claim, client.list(storageClasses));
  const settled = await settleClass(client, claim, storageClass);
  const volume =
    volumeFor(settled, client.list(persistentVolumes)) ?? (await provision(context, settled, storageClass));
  if (volume) return unite(client, settled, volume);
  const message = storageClass
    ? `no volume can be made for the storage class ${JSON.stringify(storageClass.metadata.name)}`
    : "no persistent volumes available for this claim and no storage class is set";
  await record(claim, "Normal", "FailedBinding", message);
}

/** A claim that names no class is of the default one from now on. */
async function settleClass(
  client: Client,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass | undefined,
) {
  if (!storageClass || claim.spec.storageClassName !== undefined) return claim;
  const storageClassName = storageClass.metadata.name;
  return client.change(
    persistentVolumeClaims,
    claim,
    (copy) => void (copy.spec = { ...copy.spec, storageClassName }),
  );
}

async function provision(
  { client, record, volumesFolder }: Context,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass | undefined,
): Promise<PersistentVolume | undefined> {
  if (!storageClass || volumesFolder === undefined || claim.spec.volumeName) return undefined;
  const name = `pvc-${claim.metadata.uid}`;
  const path = join(volumesFolder, name);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const anyNode = { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "Exists" }] };
  const volume = await client.create<PersistentVolume>(persistentVolumes, "", {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { [provisionedBy]: provisioner } },
    spec: {
      capacity: { storage: claim.spec.resources?.requests?.["storage"] ?? "0" },
      accessModes: claim.spec.accessModes ?? [],
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode ?? "Filesystem",
      local: { path },
      nodeAffinity: { required: { nodeSelectorTerms: [anyNode] } },
      claimRef: referenceTo(claim),
    },
  });
  await record(claim, "Normal", "ProvisioningSucceeded", `Successfully provisioned volume ${name}`);
  return volume;
}

const referenceTo = ({ apiVersion, kind, metadata: { namespace = "", name, uid } }: KubeObject) => ({
  apiVersion,
  kind,
  namespace,
  name,
  uid,
});

/** First the volume knows its claim, then the claim its volume: whatever is lost between is done again. */
async function unite(client: Client, claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<void> {
  const claimRef = referenceTo(claim);
  const known =
    volume.spec.claimRef?.uid === claim.metadata.uid
      ? volume
      : await client.change(
          persistentVolumes,
          volume,
          (copy) => void (copy.spec = { ...copy.spec, claimRef }),
        );
  await client.change(persistentVolumes, known, (copy) => void (copy.status = { phase: "Bound" }), "status");
  const { name } = volume.metadata;
  const named = await client.change(persistentVolumeClaims, claim, (copy) => {
    copy.spec = { ...copy.spec, volumeName: name };
    copy.metadata.annotations = { ...copy.metadata.annotations, "pv.kubernetes.io/bind-completed": "yes" };
  });
  const { accessModes = [], capacity = {} } = volume.spec;
  const status = { phase: "Bound", accessModes, capacity };
  await client.change(persistentVolumeClaims, named, (copy) => void (copy.status = status), "status");
}

/** A volume whose claim is gone is kept, or goes with what is in it. */
async function reclaim({ client, record, volumesFolder }: Context, name: string): Promise<void> {
  const volume = client.get(persistentVolumes, "", name);
  if (!volume) return;
  const { claimRef, persistentVolumeReclaimPolicy } = volume.spec;
  const phase = volume.status?.phase;
  if (!claimRef?.uid) return phase === "Available" ? undefined : setPhase(client, volume, "Available");
  const claim = client.get(persistentVolumeClaims, claimRef.namespace ?? "", claimRef.name ?? "");
  if (claim?.metadata.uid === claimRef.uid) return;
  const isOurs = volume.metadata.annotations?.[provisionedBy] === provisioner;
  if (persistentVolumeReclaimPolicy !== "Delete" || !isOurs || volumesFolder === undefined) {
    return phase === "Released" ? undefined : setPhase(client, volume, "Released");
  }
  const path = join(volumesFolder, name);
  // Somebody may have written another path into it: only the folder that was made for it is removed.
  if (volume.spec.local?.path === path) await rm(path, { recursive: true, force: true });
  else
    await record(
      volume,
      "Warning",
      "VolumeFailedDelete",
      `the folder of the volume is not ${path}: it is kept`,
    );
  await client.remove(persistentVolumes, volume);
}

async function setPhase(client: Client, volume: PersistentVolume, phase: string): Promise<void> {
  await client.change(
    persistentVolumes,
    volume,
    (copy) => void (copy.status = { ...copy.status, phase }),
    "status",
  );
}
