import { expect, test } from "vitest";
import type { DaemonSet } from "./apps-kinds.ts";
import { daemonPlan, daemonStatus, type Place } from "./daemon-plan.ts";
import { daemonSet } from "./daemon.fixture.ts";
import type { Pod } from "./kinds.ts";
import { pod } from "./pod.fixture.ts";

/** `a` is up and new, `ao` old, `a-` not ready, `ax` ending, `af` failed; several are separated by commas. */
function members(told: string): Pod[] {
  return told
    .split(",")
    .filter((one) => one !== "")
    .map((one, index) => {
      const made = pod(one, {
        createdAt: index,
        labels: { "controller-revision-hash": one.includes("o") ? "old" : "new" },
        ...(!/[-f]/.test(one) && { readyAt: 0 }),
        ...(one.includes("f") && { phase: "Failed" as const }),
      });
      if (one.includes("x")) made.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
      return made;
    });
}

const place = (told: string, index: number): Place => ({
  node: `n${index}`,
  pods: members(told.replace(/^!|^~/, "")),
  runs: !/^[!~]/.test(told),
  stays: !told.startsWith("!"),
});
const strategy = (rollingUpdate: object): Partial<DaemonSet["spec"]> => ({
  updateStrategy: { type: "RollingUpdate", rollingUpdate },
});

test.each<[string, Partial<DaemonSet["spec"]>, string[], string[], string[]]>([
  ["every node gets one", {}, ["", "b", ""], ["n0", "n2"], []],
  ["where it may not be it goes (!)", {}, ["!a"], [], ["a"]],
  ["where it should not start it may stay (~)", {}, ["~a", "~"], [], []],
  ["of two the older stays", {}, ["a,b"], [], ["b"]],
  ["one that ends is waited for", {}, ["ax"], [], []],
  ["an update replaces one at a time", {}, ["ao", "bo"], [], ["ao"]],
  ["and waits for the one that comes", {}, ["a-", "bo"], [], []],
  ["those that do not work go at once", {}, ["ao", "bo-", "co-"], [], ["bo-", "co-"]],
  ["as many as may be missing", strategy({ maxUnavailable: "50%" }), ["ao", "bo", "co"], [], ["ao", "bo"]],
  ["on delete, none", { updateStrategy: { type: "OnDelete" } }, ["ao", "bo"], [], []],
  ["with a surge the new come first", strategy({ maxSurge: 1, maxUnavailable: 0 }), ["ao", "bo"], ["n0"], []],
  [
    "and the old go when they are up",
    strategy({ maxSurge: 1, maxUnavailable: 0 }),
    ["ao,a", "bo"],
    ["n1"],
    ["ao"],
  ],
  ["and not before", strategy({ maxSurge: 1, maxUnavailable: 0 }), ["ao,a-", "bo"], [], []],
])("%s", (_, spec, there, created, removed) => {
  const plan = daemonPlan(daemonSet(spec), "new", there.map(place), 1_000);
  expect([plan.create, plan.remove.map(({ metadata }) => metadata.name)]).toEqual([created, removed]);
});

test("a pod that has failed makes place", () => {
  expect(daemonPlan(daemonSet(), "new", ["af"].map(place), 0).finished).toHaveLength(1);
});

test("the status counts nodes", () => {
  const status = daemonStatus(daemonSet(), "new", ["a", "bo", "c-", "", "!d"].map(place), 1_000);
  expect(status).toEqual({
    observedGeneration: 1,
    desiredNumberScheduled: 4,
    currentNumberScheduled: 3,
    numberMisscheduled: 1,
    numberReady: 2,
    updatedNumberScheduled: 2,
    numberAvailable: 2,
    numberUnavailable: 2,
  });
});
