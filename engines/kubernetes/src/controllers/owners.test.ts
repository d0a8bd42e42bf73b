import { expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { claims, controllerReference } from "./owners.ts";
import { pod, replicaSet } from "./pod.fixture.ts";

const owner = replicaSet("mine");
const stranger = replicaSet("other");
const selector = { matchLabels: { app: "web" } };

const facts: [string, { app: string; by?: KubeObject; isGoing?: boolean }, string][] = [
  ["matches and is controlled by the owner", { app: "web", by: owner }, "owned"],
  ["matches and has no controller", { app: "web" }, "adopt"],
  ["matches and has another controller", { app: "web", by: stranger }, "ignored"],
  ["no longer matches its owner", { app: "db", by: owner }, "release"],
  ["does not match and has no controller", { app: "db" }, "ignored"],
  ["matches and is being deleted", { app: "web", isGoing: true }, "ignored"],
  ["is controlled and being deleted", { app: "web", by: owner, isGoing: true }, "owned"],
];

function claimed(app: string, by: KubeObject | undefined, isGoing: boolean, claimant: KubeObject): string {
  const object = pod("p", { labels: { app } });
  if (by) object.metadata.ownerReferences = [controllerReference(by)];
  if (isGoing) object.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
  const found = Object.entries(claims(claimant, selector, [object]));
  return found.find(([, objects]) => objects.length > 0)?.[0] ?? "ignored";
}

test.each(facts)("what %s", (_, { app, by, isGoing = false }, expected) => {
  expect(claimed(app, by, isGoing, owner)).toBe(expected);
});

test.each([
  ["web", undefined, "ignored"],
  ["db", owner, "ignored"],
  ["web", owner, "owned"],
])("an owner that goes neither adopts nor releases: %s", (app, by, expected) => {
  const going = replicaSet("mine", {}, { deletionTimestamp: "2026-01-01T00:00:00Z" });
  expect(claimed(app, by, false, going)).toBe(expected);
});
