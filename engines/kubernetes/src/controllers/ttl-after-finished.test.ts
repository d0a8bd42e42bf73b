import { expect, test } from "vitest";
import type { Job } from "./batch-kinds.ts";
import { outlivedInMs } from "./ttl-after-finished.ts";

const job = (ttl: number | undefined, type?: "Complete" | "Failed"): Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "a", uid: "a", creationTimestamp: "" },
  spec: {
    selector: {},
    template: { spec: { containers: [] } },
    ...(ttl !== undefined && { ttlSecondsAfterFinished: ttl }),
  },
  status: {
    conditions: type ? [{ type, status: "True", lastTransitionTime: new Date(0).toISOString() }] : [],
  },
});

test.each<[string, Job, number | undefined]>([
  ["that says nothing stays", job(undefined, "Complete"), undefined],
  ["that has not finished stays", job(10), undefined],
  ["that has finished goes after its time", job(10, "Complete"), 7_000],
  ["that has failed goes too", job(2, "Failed"), -1_000],
])("a job %s", (_, wanted, expected) => {
  expect(outlivedInMs(wanted, 3_000)).toBe(expected);
});
