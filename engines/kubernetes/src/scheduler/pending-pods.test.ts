import { expect, test } from "vitest";
import { podInfo } from "./node-info.ts";
import { podOn } from "./node.fixture.ts";
import { PendingPods } from "./pending-pods.ts";

const waiting = (name: string, priority = 0, day = 1) => {
  const pod = podOn(undefined, { priority });
  Object.assign(pod.metadata, { name, uid: name, creationTimestamp: `2026-01-0${day}T00:00:00Z` });
  return podInfo(pod);
};
const names = (pending: PendingPods, now = 0) => pending.ready(now).map(({ pod }) => pod.metadata.name);

test("the most important pod is first, of equals the oldest", () => {
  const pending = new PendingPods();
  for (const info of [waiting("young", 0, 2), waiting("old", 0, 1), waiting("vip", 5, 3)]) {
    pending.put(info, true);
  }
  expect(names(pending)).toEqual(["vip", "old", "young"]);
});

test("a pod that found no node waits for a change, and then for its back-off", () => {
  const pending = new PendingPods();
  pending.put(waiting("a"), true);
  pending.failed("a", 0);
  expect([names(pending, 60_000), pending.waitMs(0)]).toEqual([[], undefined]);
  pending.stir();
  expect([names(pending, 999), pending.waitMs(400), names(pending, 1_000)]).toEqual([[], 600, ["a"]]);
});

test("the back-off doubles up to ten seconds", () => {
  const pending = new PendingPods();
  pending.put(waiting("a"), true);
  const waits = [1, 2, 3, 4, 5, 6].map(() => {
    pending.failed("a", 0);
    pending.stir();
    return pending.waitMs(0);
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test("a pod that asks for something else is tried at once, one that does not waits on", () => {
  const pending = new PendingPods();
  pending.put(waiting("a"), true);
  pending.failed("a", 0);
  pending.put(waiting("a"), false);
  expect(names(pending)).toEqual([]);
  pending.put(waiting("a"), true);
  expect(names(pending)).toEqual(["a"]);
});
