import { expect, test } from "vitest";
import type { Job, JobSpec, JobStatus } from "./batch-kinds.ts";
import { jobPlan } from "./job-plan.ts";
import { trackingFinalizer } from "./job-pod.ts";
import { tally } from "./job-tally.ts";
import type { Pod } from "./kinds.ts";
import { pod } from "./pod.fixture.ts";

const now = 1_000_000_000;

function job(spec: Partial<JobSpec>, status?: JobStatus): Job {
  const template = { spec: { containers: [], restartPolicy: "Never" } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "work", uid: "work", creationTimestamp: "" },
    spec: { selector: {}, template, parallelism: 1, ...spec },
    ...(status && { status }),
  };
}

/** `r` runs, `s` has succeeded, `f` has failed long ago, `n` has failed just now, `x` is ending; a number is its index. */
function member(told: string, order: number): Pod {
  const mark = told.replace(/\d+/, "");
  const index = /\d+/.exec(told)?.[0];
  const phase = ({ s: "Succeeded", f: "Failed", n: "Failed" } as const)[mark] ?? "Running";
  const made = pod(`${order}`, { phase });
  made.metadata.finalizers = [trackingFinalizer];
  if (index !== undefined) made.metadata.annotations = { "batch.kubernetes.io/job-completion-index": index };
  if (mark === "x") made.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
  const finishedAt = new Date(mark === "n" ? now : 0).toISOString();
  const state = { terminated: { exitCode: 1, finishedAt } };
  if (phase !== "Running") made.status = { ...made.status, containerStatuses: [{ restartCount: 0, state }] };
  return made;
}

function plan(spec: Partial<JobSpec>, told: string[], status?: JobStatus) {
  const [wanted, pods] = [job(spec, status), told.map(member)];
  return jobPlan(wanted, pods, tally(wanted, pods), now);
}

const indexed = (completions: number, more: Partial<JobSpec> = {}): Partial<JobSpec> => ({
  completionMode: "Indexed",
  completions,
  parallelism: completions,
  ...more,
});

test.each<[string, Partial<JobSpec>, string[], number, number]>([
  ["as many as may run at once begin", { completions: 5, parallelism: 2 }, [], 2, 0],
  ["no more than are needed begin", { completions: 3, parallelism: 2 }, ["s", "s"], 1, 0],
  ["those that run count", { completions: 5, parallelism: 3 }, ["r"], 2, 0],
  ["when fewer may run some go", { completions: 5, parallelism: 1 }, ["r", "r", "r"], 0, 2],
  ["a failed pod is replaced", { completions: 1 }, ["f"], 1, 0],
  ["but not at once", { completions: 1 }, ["n"], 0, 0],
  ["one that ends is replaced at once", { completions: 1 }, ["x"], 1, 0],
  ["or when it has ended", { completions: 1, podReplacementPolicy: "Failed" }, ["x"], 0, 0],
  ["without completions nobody begins after a success", { parallelism: 3 }, ["s", "r"], 0, 0],
  ["suspended, all go", { completions: 2, suspend: true }, ["r", "r"], 0, 2],
  ["every index that has no pod gets one", indexed(3), ["r1"], 2, 0],
  ["an index has one pod", indexed(2), ["r0", "r0"], 1, 1],
  ["an index that has succeeded needs none", indexed(2), ["s0", "r1"], 0, 0],
])("%s", (_, spec, told, created, removed) => {
  const { create, remove, outcome } = plan(spec, told);
  expect([create.length, remove.length, outcome]).toEqual([created, removed, undefined]);
});

test.each<[string, Partial<JobSpec>, string[], string | undefined]>([
  ["enough have succeeded", { completions: 2 }, ["s", "s"], "CompletionsReached"],
  ["enough have succeeded but one runs still", { completions: 1 }, ["s", "r"], undefined],
  ["too many have failed", { completions: 1, backoffLimit: 1 }, ["f", "f"], "BackoffLimitExceeded"],
  ["an index has failed for good", indexed(2, { backoffLimitPerIndex: 0 }), ["f0", "s1"], "FailedIndexes"],
  ["an index has failed and another runs", indexed(2, { backoffLimitPerIndex: 0 }), ["f0", "r1"], undefined],
  [
    "more indexes have failed than may",
    indexed(3, { backoffLimitPerIndex: 0, maxFailedIndexes: 1 }),
    ["f0", "f1", "r2"],
    "MaxFailedIndexesExceeded",
  ],
  [
    "the leader has succeeded",
    indexed(3, { successPolicy: { rules: [{ succeededIndexes: "0" }] } }),
    ["s0", "r1", "r2"],
    "SuccessPolicy",
  ],
  [
    "enough of those that matter have succeeded",
    indexed(3, { successPolicy: { rules: [{ succeededIndexes: "0-1", succeededCount: 1 }] } }),
    ["r0", "s1", "r2"],
    "SuccessPolicy",
  ],
])("when %s the outcome is %4$s", (_, spec, told, reason) => {
  expect(plan(spec, told).outcome?.reason).toBe(reason);
});

test("the deadline counts from the start", () => {
  const startTime = new Date(now - 30_000).toISOString();
  expect(plan({ completions: 1, activeDeadlineSeconds: 30 }, ["r"], { startTime }).outcome?.reason).toBe(
    "DeadlineExceeded",
  );
  expect(plan({ completions: 1, activeDeadlineSeconds: 40 }, ["r"], { startTime }).waitMs).toBe(10_000);
});

test("what is decided stays decided", () => {
  const conditions = [
    { type: "FailureTarget", status: "True", reason: "PodFailurePolicy", message: "m" } as const,
  ];
  const { outcome, remove } = plan({ completions: 1 }, ["s", "r"], { conditions });
  expect([outcome?.reason, remove.length]).toEqual(["PodFailurePolicy", 1]);
});
