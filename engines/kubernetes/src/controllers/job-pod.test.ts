import { expect, test } from "vitest";
import type { Job } from "./batch-kinds.ts";
import { earlierFailures, indexOf, isTracked, jobPod } from "./job-pod.ts";
import type { Pod } from "./kinds.ts";

const containers = [{ name: "main" }, { name: "own", env: [{ name: "JOB_COMPLETION_INDEX", value: "x" }] }];
const job: Job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "work", uid: "work", creationTimestamp: "" },
  spec: {
    selector: {},
    backoffLimitPerIndex: 3,
    template: { metadata: { labels: { app: "work" } }, spec: { containers } },
  },
};

test("a pod of a job is held until it is counted", () => {
  expect(isTracked(jobPod(job) as Pod)).toBe(true);
});

test("a pod of an index knows it by name, label, annotation and variable", () => {
  const made = jobPod(job, 2, 1) as Pod;
  const key = "batch.kubernetes.io/job-completion-index";
  expect([indexOf(made), earlierFailures(made)]).toEqual([2, 1]);
  expect(made.metadata).toMatchObject({ generateName: "work-2-", labels: { app: "work", [key]: "2" } });
  expect(made.spec.hostname).toBe("work-2");
  const fieldPath = `metadata.labels['${key}']`;
  expect(made.spec.containers.map(({ env }) => env)).toEqual([
    [{ name: "JOB_COMPLETION_INDEX", valueFrom: { fieldRef: { fieldPath } } }],
    [{ name: "JOB_COMPLETION_INDEX", value: "x" }],
  ]);
});
