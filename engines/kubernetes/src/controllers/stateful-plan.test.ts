import { expect, test } from "vitest";
import type { StatefulSet } from "./apps-kinds.ts";
import { revisionLabel } from "./controller-revisions.ts";
import type { Pod } from "./kinds.ts";
import { pod } from "./pod.fixture.ts";
import { mostUnavailable, statefulPlan, statefulStatus } from "./stateful-plan.ts";

function set(replicas: number, spec: Partial<StatefulSet["spec"]> = {}): StatefulSet {
  const template = { spec: { containers: [] } };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", uid: "db", creationTimestamp: "", generation: 1 },
    spec: {
      replicas,
      selector: {},
      template,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      ...spec,
    },
  };
}

const names = { current: "old", update: "new" };

/** `0` is ready and new, `1-` not ready, `2o` ready and old, `3x` ending, `4f` failed. */
function member(told: string): Pod {
  const [, ordinal = "0", marks = ""] = /^(\d+)(.*)$/.exec(told) ?? [];
  const made = pod(`db-${ordinal}`, {
    labels: { [revisionLabel]: marks.includes("o") ? "old" : "new" },
    ...(!/[-f]/.test(marks) && { readyAt: 0 }),
    ...(marks.includes("f") && { phase: "Failed" as const }),
  });
  if (marks.includes("x")) made.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
  return made;
}

const parallel = { podManagementPolicy: "Parallel" } as const;
const rolling = (more: object) =>
  ({ updateStrategy: { type: "RollingUpdate", rollingUpdate: more } }) as const;

test.each<[string, StatefulSet, string[], string[], string[]]>([
  ["the first pod is first", set(3), [], ["0 new"], []],
  ["the next waits for the one before", set(3), ["0-"], [], []],
  ["the next comes when the one before is ready", set(3), ["0"], ["1 new"], []],
  ["a gap is filled before the end", set(3), ["0", "2"], ["1 new"], []],
  ["in parallel all come at once", set(3, parallel), ["1-"], ["0 new", "2 new"], []],
  ["a failed pod makes place for another", set(2), ["0", "1f"], [], ["1"]],
  ["the last goes first", set(1), ["0", "1", "2"], [], ["2"]],
  ["the next goes when the one before has gone", set(1), ["0", "1", "2x"], [], []],
  ["nobody goes while an earlier one is not well", set(1), ["0", "1-", "2"], [], ["2"]],
  ["one that is not well waits for those before it", set(1), ["0", "1-", "2-"], [], []],
  ["in parallel all go at once", set(1, parallel), ["0", "1", "2-"], [], ["2", "1"]],
  ["an update begins at the end", set(3), ["0o", "1o", "2o"], [], ["2"]],
  ["and goes on when the new one is ready", set(3), ["0o", "1o", "2"], [], ["1"]],
  ["and waits while it is not", set(3), ["0o", "1o", "2-"], [], []],
  ["below the partition nothing is updated", set(3, rolling({ partition: 2 })), ["0o", "1o", "2"], [], []],
  [
    "and what is lost there comes back as it was",
    set(3, rolling({ partition: 2 })),
    ["1o", "2"],
    ["0 old"],
    [],
  ],
  [
    "as many are replaced at once as may be missing",
    set(4, { ...parallel, ...rolling({ maxUnavailable: 2 }) }),
    ["0o", "1o", "2o", "3o"],
    [],
    ["3", "2"],
  ],
  [
    "those that are missing count",
    set(4, { ...parallel, ...rolling({ maxUnavailable: 2 }) }),
    ["0o", "1o", "2o", "3-"],
    [],
    ["2"],
  ],
  ["on delete, nothing is replaced", set(2, { updateStrategy: { type: "OnDelete" } }), ["0o", "1o"], [], []],
  [
    "on delete, what was deleted comes back new",
    set(2, { updateStrategy: { type: "OnDelete" } }),
    ["0o"],
    ["1 new"],
    [],
  ],
  ["places begin where they are said to", set(2, { ordinals: { start: 5 } }), ["5"], ["6 new"], []],
  ["and those before go", set(1, { ordinals: { start: 1 } }), ["0", "1"], [], ["0"]],
])("%s", (_, wanted, there, created, removed) => {
  const plan = statefulPlan(wanted, names, there.map(member), 1_000);
  expect([
    plan.create.map(({ ordinal, revision }) => `${ordinal} ${revision}`),
    plan.remove.map(({ metadata }) => metadata.name.slice(3)),
  ]).toEqual([created, removed]);
});

test.each<[number, number | string, number]>([
  [10, "25%", 2],
  [3, "10%", 1],
  [5, 3, 3],
])("of %i pods %s may be missing: %i", (replicas, maxUnavailable, expected) => {
  expect(mostUnavailable(set(replicas, rolling({ maxUnavailable })))).toBe(expected);
});

test("a status counts the ready, the old and the new", () => {
  const status = statefulStatus(set(3), names, ["0o", "1o-", "2"].map(member), 1_000);
  expect(status).toEqual({
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 2,
    currentReplicas: 2,
    updatedReplicas: 1,
    availableReplicas: 2,
    currentRevision: "old",
    updateRevision: "new",
    collisionCount: 0,
  });
});

test("when all are new, the new revision is the current one", () => {
  const status = statefulStatus(set(2), names, ["0", "1"].map(member), 1_000);
  expect(status).toMatchObject({ currentRevision: "new", currentReplicas: 2, updatedReplicas: 2 });
});
