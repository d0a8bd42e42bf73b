import { expect, test } from "vitest";
import { ago, type Given, objectsOf, told } from "./fixture.ts";
import { jobFindings } from "./jobs.ts";

const failed = (reason: string) => ({
  conditions: [
    { type: "Failed", status: "True", reason, message: "it gave up", lastTransitionTime: ago(10) },
  ],
});
const cronJob = (spec: object, status: object = {}) => ({
  name: "nightly",
  spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [] } } } }, ...spec },
  status,
});
const missed = {
  name: "e",
  involvedObject: { kind: "CronJob", namespace: "shop", name: "nightly" },
  reason: "MissSchedule",
  message: "Missed scheduled time to start a job",
  lastTimestamp: ago(5),
};
const owner = { kind: "CronJob", name: "nightly" };

test.each<[what: string, given: Given, expected: string[]]>([
  [
    "a job that is done",
    { jobs: [{ name: "load", spec: {}, status: { conditions: [{ type: "Complete", status: "True" }] } }] },
    [],
  ],
  [
    "a job that failed too often",
    { jobs: [{ name: "load", spec: {}, status: failed("BackoffLimitExceeded") }] },
    ['job-failed Job load: BackoffLimitExceeded "it gave up"'],
  ],
  [
    "a job that took too long",
    { jobs: [{ name: "load", spec: {}, status: failed("DeadlineExceeded") }] },
    ['job-failed Job load: DeadlineExceeded "it gave up"'],
  ],
  [
    "one of a cron job",
    { jobs: [{ name: "nightly-1", owner, spec: {}, status: failed("x") }], cronJobs: [cronJob({})] },
    ['job-failed Job nightly-1: x "it gave up" (CronJob nightly)'],
  ],
  [
    "one of a cron job that has succeeded since",
    {
      jobs: [{ name: "nightly-1", owner, spec: {}, status: failed("x") }],
      cronJobs: [cronJob({}, { lastSuccessfulTime: ago(1) })],
    },
    [],
  ],
  [
    "a cron job that somebody stopped",
    { cronJobs: [cronJob({ suspend: true })] },
    ["cron-job-suspended CronJob nightly: suspend true, not false"],
  ],
  [
    "a start that was missed",
    { cronJobs: [cronJob({}, { lastScheduleTime: ago(60) })], events: [missed] },
    ['cron-job-missed CronJob nightly: schedule 0 3 * * * "Missed scheduled time to start a job"'],
  ],
  [
    "a start that was missed before the last one that was not",
    { cronJobs: [cronJob({}, { lastScheduleTime: ago(1) })], events: [missed] },
    [],
  ],
  ["a cron job that starts its jobs", { cronJobs: [cronJob({}, { lastScheduleTime: ago(1) })] }, []],
])("%s", (_, given, expected) => {
  expect(told(jobFindings(objectsOf(given)))).toEqual(expected);
});
