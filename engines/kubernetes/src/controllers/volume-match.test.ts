import { expect, test } from "vitest";
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from "./kinds.ts";
import { classFor, volumeFor } from "./volume-match.ts";

const object = (kind: string, name: string) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: "default", uid: name, creationTimestamp: "2026-01-01T00:00:00Z" },
});
const volume = (
  name: string,
  storage: string,
  spec: Partial<PersistentVolume["spec"]> = {},
): PersistentVolume => ({
  ...object("PersistentVolume", name),
  spec: { capacity: { storage }, accessModes: ["ReadWriteOnce"], ...spec },
});
const claim = (
  storage: string,
  spec: Partial<PersistentVolumeClaim["spec"]> = {},
): PersistentVolumeClaim => ({
  ...object("PersistentVolumeClaim", "data"),
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } }, ...spec },
});
const taken = { claimRef: { namespace: "default", name: "other", uid: "other" } };

test.each<[string, PersistentVolumeClaim, PersistentVolume[], string | undefined]>([
  [
    "the smallest that is enough",
    claim("2Gi"),
    [volume("a", "9Gi"), volume("b", "2Gi"), volume("c", "1Gi")],
    "b",
  ],
  ["none that another has", claim("1Gi"), [volume("a", "1Gi", taken)], undefined],
  ["none of another class", claim("1Gi"), [volume("a", "1Gi", { storageClassName: "fast" })], undefined],
  [
    "none that can't be used so",
    claim("1Gi", { accessModes: ["ReadWriteMany"] }),
    [volume("a", "1Gi")],
    undefined,
  ],
  [
    "the one that waits for it",
    claim("5Gi"),
    [volume("a", "5Gi"), volume("b", "1Gi", { claimRef: { namespace: "default", name: "data" } })],
    "b",
  ],
  ["the one that it names", claim("1Gi", { volumeName: "b" }), [volume("a", "1Gi"), volume("b", "2Gi")], "b"],
])("a claim gets %s", (_, wanted, volumes, expected) => {
  expect(volumeFor(wanted, volumes)?.metadata.name).toBe(expected);
});

const usual: StorageClass = object("StorageClass", "usual");
usual.metadata.annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
const classes = [object("StorageClass", "fast"), usual];

test.each<[string | undefined, string | undefined]>([
  [undefined, "usual"],
  ["fast", "fast"],
  ["none", undefined],
  ["", undefined],
])("a claim of class %s is of %s", (storageClassName, expected) => {
  const wanted = claim("1Gi", storageClassName === undefined ? {} : { storageClassName });
  expect(classFor(wanted, classes)?.metadata.name).toBe(expected);
});
