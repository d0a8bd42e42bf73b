import type { KubeObject } from "../../object.ts";
import { ageColumn, column, isDeleted, nameColumn, wide } from "../cells.ts";
import { builtin } from "../declare.ts";
import { quantityText } from "../quantity.ts";
import { at, ensure, fill, present, text, texts } from "../values.ts";
import { setClaimDefaults } from "./pod-defaults.ts";
import { checkClaim, checkVolume } from "./volume-check.ts";

const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

/** In this order whatever was given. */
const modes = (given: unknown) => {
  const wanted = texts(given);
  return Object.keys(shortModes)
    .filter((mode) => wanted.includes(mode))
    .map((mode) => shortModes[mode])
    .join(",");
};

const phase = (object: KubeObject) =>
  isDeleted(object) ? "Terminating" : text(at(object, "status", "phase"));
const className = (object: KubeObject) =>
  text(at(object, "metadata", "annotations", "volume.beta.kubernetes.io/storage-class")) ||
  text(at(object, "spec", "storageClassName"));
const orUnset = (field: string) => (object: KubeObject) => {
  const value = at(object, "spec", field);
  return present(value) ? text(value) : "<unset>";
};
const isBound = (claim: KubeObject) => text(at(claim, "spec", "volumeName")) !== "";

export const persistentVolumeClaim = builtin({
  group: "",
  version: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  status: () => ({ phase: "Pending" }),
  columns: [
    nameColumn,
    column("Status", phase),
    column("Volume", (claim) => text(at(claim, "spec", "volumeName"))),
    column("Capacity", (claim) =>
      isBound(claim) ? quantityText(at(claim, "status", "capacity", "storage")) : "",
    ),
    column("Access Modes", (claim) => (isBound(claim) ? modes(at(claim, "status", "accessModes")) : "")),
    column("StorageClass", className),
    column("VolumeAttributesClass", orUnset("volumeAttributesClassName")),
    ageColumn,
    wide("VolumeMode", orUnset("volumeMode")),
  ],
  setDefaults: (claim) => setClaimDefaults(ensure(claim, "spec")),
  check: checkClaim,
});

export const persistentVolume = builtin({
  group: "",
  version: "v1",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
  shortNames: ["pv"],
  isClusterWide: true,
  status: () => ({ phase: "Pending" }),
  columns: [
    nameColumn,
    column("Capacity", (volume) => quantityText(at(volume, "spec", "capacity", "storage"))),
    column("Access Modes", (volume) => modes(at(volume, "spec", "accessModes"))),
    column("Reclaim Policy", (volume) => text(at(volume, "spec", "persistentVolumeReclaimPolicy"))),
    column("Status", phase),
    column("Claim", claimOf),
    column("StorageClass", className),
    column("VolumeAttributesClass", orUnset("volumeAttributesClassName")),
    column("Reason", (volume) => text(at(volume, "status", "reason"))),
    ageColumn,
    wide("VolumeMode", orUnset("volumeMode")),
  ],
  setDefaults: (volume) => {
    const spec = ensure(volume, "spec");
    fill(spec, "persistentVolumeReclaimPolicy", "Retain");
    setClaimDefaults(spec);
  },
  check: checkVolume,
});

function claimOf(volume: KubeObject): string {
  const claim = at(volume, "spec", "claimRef");
  return present(claim) ? `${text(at(claim, "namespace"))}/${text(at(claim, "name"))}` : "";
}
