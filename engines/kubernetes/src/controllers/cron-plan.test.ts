import { expect, test } from "vitest";
import type { CronJob, Job } from "./batch-kinds.ts";
import { cronStatus, cronStep, outlivedJobs } from "./cron-plan.ts";
import { parseSchedule } from "./cron-schedule.ts";

const template = { spec: { containers: [] } };
const now = Date.parse("2026-03-01T10:05:30Z");

function cronJob(spec: Partial<CronJob["spec"]>, lastScheduleTime = "2026-03-01T10:00:00Z"): CronJob {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "tidy", uid: "tidy", creationTimestamp: "2026-03-01T00:00:00Z" },
    spec: { schedule: "*/5 * * * *", jobTemplate: { spec: { selector: {}, template } }, ...spec },
    status: { lastScheduleTime },
  };
}

function job(name: string, finished?: "Complete" | "Failed", startTime = "2026-03-01T09:00:00Z"): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, uid: name, namespace: "default", creationTimestamp: startTime },
    spec: { selector: {}, template },
    status: {
      startTime,
      ...(finished && { conditions: [{ type: finished, status: "True" }], completionTime: startTime }),
    },
  };
}

test.each<[string, CronJob, Job[], string]>([
  ["that is due starts", cronJob({}), [], "start"],
  ["that was started is not due", cronJob({}, "2026-03-01T10:05:00Z"), [], "wait"],
  ["that is suspended waits", cronJob({ suspend: true }), [], "wait"],
  ["that is too late waits for the next time", cronJob({ startingDeadlineSeconds: 20 }), [], "wait"],
  ["that is late but not too late starts", cronJob({ startingDeadlineSeconds: 40 }), [], "start"],
  ["may run beside the one before", cronJob({}), [job("a")], "start"],
  ["must not where that is forbidden", cronJob({ concurrencyPolicy: "Forbid" }), [job("a")], "skip"],
  [
    "may when the one before has ended",
    cronJob({ concurrencyPolicy: "Forbid" }),
    [job("a", "Failed")],
    "start",
  ],
])("a cron job %s", (_, wanted, owned, action) => {
  expect(cronStep(wanted, parseSchedule("*/5 * * * *"), owned, now).action).toBe(action);
});

test("a cron job that replaces ends the one before, and is due again at the next time", () => {
  const before = job("a");
  const step = cronStep(
    cronJob({ concurrencyPolicy: "Replace" }),
    parseSchedule("*/5 * * * *"),
    [before],
    now,
  );
  expect(step).toEqual({
    action: "start",
    at: Date.parse("2026-03-01T10:05:00Z"),
    replaces: [before],
    waitMs: 270_000,
  });
});

test("the last few jobs are kept, of those that succeeded and of those that failed", () => {
  const owned = [1, 2, 3, 4].map((hour) => job(`c${hour}`, "Complete", `2026-03-01T0${hour}:00:00Z`));
  const failed = [1, 2].map((hour) => job(`f${hour}`, "Failed", `2026-03-01T0${hour}:00:00Z`));
  const gone = outlivedJobs(cronJob({}), [...owned, ...failed, job("running")]);
  expect(gone.map(({ metadata }) => metadata.name)).toEqual(["c1", "f1"]);
});

test("the status names those that run, and when one succeeded last", () => {
  const status = cronStatus(cronJob({}), [job("a"), job("b", "Complete", "2026-03-01T08:00:00Z")], now);
  expect(status).toMatchObject({
    active: [{ kind: "Job", name: "a", namespace: "default" }],
    lastScheduleTime: "2026-03-01T10:05:30Z",
    lastSuccessfulTime: "2026-03-01T08:00:00Z",
  });
});
