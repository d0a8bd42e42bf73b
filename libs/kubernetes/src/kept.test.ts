import { describe, expect, test } from "vitest";
import { type Change, Kept } from "./kept.ts";
import type { KubeObject } from "./object.ts";

const pod = (name: string, version: string, uid = name): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop", uid, resourceVersion: version },
});
const told = (changes: readonly Change[]) =>
  changes.map(({ type, object }) => `${type} ${object.metadata.name}@${object.metadata.resourceVersion}`);
const keptOf = (objects: readonly KubeObject[], most = 10) => {
  const kept = new Kept(most, (object: KubeObject) => object);
  kept.replace(objects);
  return kept;
};

describe("a list in place of what was known tells only what differs", () => {
  test.each<[string, KubeObject[], string[]]>([
    ["nothing happened", [pod("a", "1"), pod("b", "2")], []],
    ["one changed", [pod("a", "3"), pod("b", "2")], ["changed a@3"]],
    ["one is gone", [pod("b", "2")], ["deleted a@1"]],
    ["one is new", [pod("a", "1"), pod("b", "2"), pod("c", "3")], ["added c@3"]],
    ["one was made again", [pod("a", "9", "other"), pod("b", "2")], ["deleted a@1", "added a@9"]],
  ])("%s", (_, listed, expected) => {
    expect(told(keptOf([pod("a", "1"), pod("b", "2")]).replace(listed))).toEqual(expected);
  });
});

test("an event that was already known by the list is told once", () => {
  expect(keptOf([pod("a", "1")]).put(pod("a", "1"))).toEqual([]);
});

test("beyond its bound it keeps what it has, follows it, and says that there is more", () => {
  const kept = keptOf([pod("a", "1"), pod("b", "1")], 2);
  expect(kept.isPartial).toBe(false);
  expect(kept.put(pod("c", "2"))).toEqual([]);
  expect(kept.isPartial).toBe(true);
  expect(told(kept.put(pod("a", "3")))).toEqual(["changed a@3"]);
  kept.replace([pod("a", "3")]);
  expect(kept.isPartial).toBe(false);
});

test("managed fields and what kubectl applied last are not kept", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}", team: "cart" };
  const kept = keptOf([]);
  kept.put({ ...pod("a", "1"), metadata: { ...pod("a", "1").metadata, managedFields: [{}], annotations } });
  expect(kept.get("shop", "a")?.metadata).toEqual({
    ...pod("a", "1").metadata,
    annotations: { team: "cart" },
  });
});
