import { expect, test } from "vitest";
import type { Job, JobSpec, JobStatus } from "./batch-kinds.ts";
import { trackingFinalizer } from "./job-pod.ts";
import { hasFailed, tally } from "./job-tally.ts";
import type { Pod } from "./kinds.ts";
import { pod } from "./pod.fixture.ts";

function job(status: JobStatus = {}, spec: Partial<JobSpec> = {}): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "work", uid: "work", creationTimestamp: "" },
    spec: { selector: {}, template: { spec: { containers: [] } }, ...spec },
    status,
  };
}

function member(name: string, phase: "Succeeded" | "Failed" | "Running", isTracked = true): Pod {
  const made = pod(name, { phase });
  if (isTracked) made.metadata.finalizers = [trackingFinalizer];
  return made;
}

const numbers = (known: JobStatus, ...pods: Pod[]) => {
  const { succeeded, failed, counted, uncounted } = tally(job(known), pods);
  return { succeeded, failed, counted, uncounted };
};

test("a pod that has ended is written down before it is counted", () => {
  expect(numbers({}, member("a", "Succeeded"), member("b", "Failed"))).toEqual({
    succeeded: 1,
    failed: 1,
    counted: { succeeded: 0, failed: 0 },
    uncounted: { succeeded: ["a"], failed: ["b"] },
  });
});

test("a pod that was written down is counted once it is let go, whether it is still there or not", () => {
  const known = { succeeded: 3, uncountedTerminatedPods: { succeeded: ["a"], failed: ["gone"] } };
  expect(numbers(known, member("a", "Succeeded", false))).toEqual({
    succeeded: 4,
    failed: 1,
    counted: { succeeded: 4, failed: 1 },
    uncounted: { succeeded: [], failed: [] },
  });
});

test("a pod that is held still is not counted twice", () => {
  const known = { uncountedTerminatedPods: { succeeded: ["a"] } };
  expect(numbers(known, member("a", "Succeeded"))).toMatchObject({
    succeeded: 1,
    uncounted: { succeeded: ["a"] },
  });
});

test("a failure that is to be ignored is not counted", () => {
  const rule = { action: "Ignore" as const, onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
  const lost = member("a", "Failed");
  lost.status = { ...lost.status, conditions: [{ type: "DisruptionTarget", status: "True" }] };
  expect(tally(job({}, { podFailurePolicy: { rules: [rule] } }), [lost]).failed).toBe(0);
});

test.each<[string, Partial<JobSpec>, number, boolean]>([
  ["counts as failed", {}, 30, true],
  ["does not where only failed pods are replaced", { podReplacementPolicy: "Failed" }, 30, false],
  ["does when it has no time left", { podReplacementPolicy: "Failed" }, 0, true],
])("a pod that is being deleted %s", (_, spec, deletionGracePeriodSeconds, expected) => {
  const leaving = member("a", "Running");
  Object.assign(leaving.metadata, { deletionTimestamp: "2026-01-01T00:00:00Z", deletionGracePeriodSeconds });
  expect(hasFailed(job({}, spec), leaving)).toBe(expected);
});
