import { compareQuantities, parseQuantity } from "../resources/quantity.ts";
import { selectorMatches } from "../resources/selector.ts";
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from "./kinds.ts";

/* Source: k8s.io/component-helpers/storage/volume FindMatchingVolume */

const defaultAnnotation = "storageclass.kubernetes.io/is-default-class";

export const isClaimOf = ({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim) =>
  spec.claimRef?.namespace === metadata.namespace &&
  spec.claimRef?.name === metadata.name &&
  (spec.claimRef?.uid === undefined || spec.claimRef.uid === metadata.uid);

/** The smallest volume that is enough for a claim: one that waits for this very claim before all others. */
export function volumeFor(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
): PersistentVolume | undefined {
  const awaiting = volumes.find((volume) => isClaimOf(volume, claim));
  if (awaiting || claim.spec.volumeName) {
    return (
      awaiting ??
      volumes.find(({ metadata, spec }) => metadata.name === claim.spec.volumeName && !spec.claimRef)
    );
  }
  return volumes
    .filter((volume) => !volume.spec.claimRef && volume.metadata.deletionTimestamp === undefined)
    .filter((volume) => isEnough(claim, volume))
    .toSorted((a, b) => compareQuantities(sizeOf(a), sizeOf(b)))[0];
}

const zero = { nano: 0n, form: "binary" } as const;
const sizeOf = ({ spec }: PersistentVolume) => parseQuantity(spec.capacity?.["storage"]) ?? zero;

function isEnough({ spec }: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  const { accessModes = [], volumeMode = "Filesystem", storageClassName = "" } = volume.spec;
  const wanted = parseQuantity(spec.resources?.requests?.["storage"]) ?? zero;
  return (
    storageClassName === (spec.storageClassName ?? "") &&
    volumeMode === (spec.volumeMode ?? "Filesystem") &&
    (spec.accessModes ?? []).every((mode) => accessModes.includes(mode)) &&
    (spec.selector === undefined || selectorMatches(spec.selector, volume.metadata.labels)) &&
    compareQuantities(sizeOf(volume), wanted) >= 0
  );
}

/** The class that a claim names, or the default one when it names none; `""` asks for none at all. */
export function classFor(
  { spec }: PersistentVolumeClaim,
  classes: readonly StorageClass[],
): StorageClass | undefined {
  const { storageClassName: name } = spec;
  if (name !== undefined) return classes.find(({ metadata }) => metadata.name === name);
  return classes
    .filter(({ metadata }) => metadata.annotations?.[defaultAnnotation] === "true")
    .toSorted(
      (a, b) => Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp),
    )[0];
}
