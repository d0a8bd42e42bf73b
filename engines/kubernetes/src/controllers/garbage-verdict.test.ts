import { expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { isBlocking, type OwnerState, type Verdict, verdict } from "./garbage-verdict.ts";

const kept: Verdict = { action: "keep" };
const gone = (propagation: "Foreground" | "Background" | "Orphan"): Verdict => ({
  action: "delete",
  propagation,
});

function owned(owners: readonly string[], metadata: Partial<KubeObject["metadata"]> = {}): KubeObject {
  const ownerReferences = owners.map((uid) => ({ apiVersion: "v1", kind: "ConfigMap", name: uid, uid }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", uid: "p", creationTimestamp: "", ownerReferences, ...metadata },
  };
}

test.each<[string, OwnerState[], boolean, Verdict]>([
  ["without owners stays", [], false, kept],
  ["whose owner is there stays", ["there"], false, kept],
  ["whose owner is absent goes", ["absent"], false, gone("Background")],
  ["whose owners are all absent goes", ["absent", "absent"], true, gone("Background")],
  [
    "that still has an owner forgets the lost ones",
    ["there", "absent", "waiting"],
    false,
    { action: "unlink", uids: ["1", "2"] },
  ],
  ["whose owner waits goes", ["waiting"], false, gone("Background")],
  [
    "whose owner waits, and that is an owner too, goes after its own dependants",
    ["waiting"],
    true,
    gone("Foreground"),
  ],
])("an object %s", (_, states, hasDependants, expected) => {
  const object = owned(states.map((_, index) => String(index)));
  expect(
    verdict(
      object,
      ({ uid }) => states[Number(uid)] ?? "there",
      () => hasDependants,
    ),
  ).toEqual(expected);
});

test.each<[string, Verdict]>([
  ["foregroundDeletion", gone("Foreground")],
  ["orphan", gone("Orphan")],
  ["example.com/other", gone("Background")],
])("the finalizer %s that it already has says how it goes", (finalizer, expected) => {
  expect(
    verdict(
      owned(["0"], { finalizers: [finalizer] }),
      () => "absent",
      () => false,
    ),
  ).toEqual(expected);
});

test("what is being deleted already is left alone", () => {
  const object = owned(["0"], { deletionTimestamp: "2026-01-01T00:00:00Z" });
  expect(
    verdict(
      object,
      () => "absent",
      () => false,
    ),
  ).toEqual(kept);
});

test("only a dependant that says so blocks its owner", () => {
  const owner = owned([]);
  const reference = { apiVersion: "v1", kind: "Pod", name: "p", uid: "p" };
  const dependant = (blockOwnerDeletion?: boolean) =>
    owned([], {
      ownerReferences: [{ ...reference, ...(blockOwnerDeletion !== undefined && { blockOwnerDeletion }) }],
    });
  expect([true, false, undefined].map((blocks) => isBlocking(dependant(blocks), owner))).toEqual([
    true,
    false,
    false,
  ]);
});
