import type { KubeObject } from "@naru/kubernetes";
import { describe, expect, test } from "vitest";
import type { Happening, Snapshot } from "./changes.ts";
import { lasting, stamped } from "./stamp.ts";

const ref = { kind: "Deployment", namespace: "shop", name: "cart" };
const snapshot: Snapshot = { object: ref, uid: "1", workload: ref, facts: {} };
const object = (at: string) =>
  ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "cart", creationTimestamp: "2026-11-20T00:00:00Z" },
    written: { by: "argocd-controller", at },
  }) as KubeObject;
const happening = (type: Happening["type"], after = "2"): Happening => ({
  type,
  summary: "",
  differences: [{ field: "replicas", before: "1", after }],
  reason: "",
  exitCode: null,
});
const now = Date.parse("2026-11-21T10:00:00Z");
const stamp = (of: Happening, at = "2026-11-21T09:00:00Z", isLate = false) =>
  stamped("east", snapshot, of, { object: object(at), now, isLate });

test("a change has the time and the author that the object names", () => {
  expect(stamp(happening("scaled"))).toMatchObject({
    time: Date.parse("2026-11-21T09:00:00Z"),
    actor: "argocd-controller",
  });
  expect(stamp(happening("created"))).toMatchObject({ time: Date.parse("2026-11-20T00:00:00Z") });
});

test("what nobody dates has the time at which it is seen", () => {
  const gone = stamped("east", snapshot, happening("deleted"), { object: undefined, now, isLate: true });
  expect(gone).toMatchObject({ time: now, actor: "", isLate: true });
});

describe("one happening has one id", () => {
  const first = stamp(happening("scaled")).id;
  test("whether it is seen live or found later", () => {
    expect(stamp(happening("scaled"), undefined, true).id).toBe(first);
  });
  test("and another one has another: later, or to another value", () => {
    expect(stamp(happening("scaled"), "2026-11-21T09:30:00Z").id).not.toBe(first);
    expect(stamp(happening("scaled", "3")).id).not.toBe(first);
  });
});

test("digests of a secret are of no use to the next process: the names of its keys stay", () => {
  expect(lasting("Secret", { "data.password": "digest" })).toEqual({ "data.password": "set" });
  expect(lasting("ConfigMap", { "data.level": "info" })).toEqual({ "data.level": "info" });
});
