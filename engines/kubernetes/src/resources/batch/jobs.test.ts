import { describe, expect, test } from "vitest";
import { complaints, header, now, prepared, row, secondsAgo, specimen } from "../specimen.ts";
import { at } from "../values.ts";
import { cronJob } from "./cron-job.ts";
import { job } from "./job.ts";
import { scheduleError } from "./schedule.ts";

const condition = (type: string) => ({ conditions: [{ type, status: "True" }] });

describe("kubectl get jobs tells STATUS, COMPLETIONS and DURATION", () => {
  test.each([
    [{ completions: 1 }, {}, {}, ["Running", "0/1", ""]],
    [{ completions: 3 }, { succeeded: 2, startTime: secondsAgo(125) }, {}, ["Running", "2/3", "2m5s"]],
    [{ parallelism: 4 }, { succeeded: 1 }, {}, ["Running", "1/1 of 4", ""]],
    [
      { completions: 1 },
      {
        succeeded: 1,
        startTime: secondsAgo(100),
        completionTime: secondsAgo(70),
        ...condition("Complete"),
      },
      {},
      ["Complete", "1/1", "30s"],
    ],
    [{ completions: 1 }, condition("Failed"), {}, ["Failed", "0/1", ""]],
    [{ completions: 1 }, condition("Suspended"), {}, ["Suspended", "0/1", ""]],
    [{ completions: 1 }, condition("FailureTarget"), {}, ["FailureTarget", "0/1", ""]],
    [{ completions: 1 }, {}, { deletionTimestamp: secondsAgo(1) }, ["Terminating", "0/1", ""]],
  ])("%j with status %j", (spec, status, metadata, expected) => {
    expect(row(job, specimen(job, { spec, status }, metadata)).slice(1, 4)).toEqual(expected);
  });

  test("and what it runs when it is wide", () => {
    expect(header(job)).toBe(
      "Name | Status | Completions | Duration | Age | (Containers) | (Images) | (Selector)",
    );
  });
});

test("kubectl get cronjobs tells when it runs and when it last did", () => {
  const spec = { schedule: "*/5 * * * *", suspend: false };
  expect(row(cronJob, specimen(cronJob, { spec }))).toEqual([
    "web",
    "*/5 * * * *",
    "<none>",
    "False",
    0,
    "<none>",
    "2m",
  ]);
  const zoned = specimen(cronJob, {
    spec: { ...spec, suspend: true, timeZone: "Asia/Seoul" },
    status: { active: [{}, {}], lastScheduleTime: new Date(now - 90_000).toISOString() },
  });
  expect(row(cronJob, zoned).slice(2, 6)).toEqual(["Asia/Seoul", "True", 2, "90s"]);
});

const template = { spec: { restartPolicy: "Never", containers: [{ name: "web", image: "x" }] } };
const made = {
  "batch.kubernetes.io/controller-uid": "u-1",
  "batch.kubernetes.io/job-name": "web",
  "controller-uid": "u-1",
  "job-name": "web",
};
const selector = { matchLabels: { "batch.kubernetes.io/controller-uid": "u-1" } };

describe("a job", () => {
  const created = prepared(job, specimen(job, { spec: { template } }));

  test("that says little runs once, and selects its pods by its uid", () => {
    expect(created["spec"]).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: "NonIndexed",
      suspend: false,
      podReplacementPolicy: "TerminatingOrFailed",
      manualSelector: false,
      selector,
      template: { metadata: { labels: made } },
    });
    expect(at(created, "metadata", "labels")).toEqual(made);
    expect(complaints(job, created)).toEqual([]);
  });

  test("that is applied again is the same", () => {
    const again = prepared(job, specimen(job, { spec: { template } }), created);
    expect(again["spec"]).toEqual(created["spec"]);
    expect(complaints(job, again, created)).toEqual([]);
  });

  test("that selects by itself is left alone", () => {
    const own = prepared(job, specimen(job, { spec: { manualSelector: true, template } }));
    expect(own["spec"]).not.toHaveProperty("selector");
  });

  test.each([
    [{ parallelism: 2 }, { parallelism: 2 }],
    [{ backoffLimitPerIndex: 1 }, { backoffLimit: 2_147_483_647 }],
    [{ podFailurePolicy: { rules: [] } }, { podReplacementPolicy: "Failed" }],
  ])("with %j has %j", (spec, expected) => {
    const filled = prepared(job, specimen(job, { spec: { ...spec, template } }));
    expect(filled["spec"]).toMatchObject(expected);
  });

  test.each([
    [
      { template: { spec: { ...template.spec, restartPolicy: "Always" } } },
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
    [
      { completionMode: "Indexed", parallelism: 1 },
      "spec.completions: Required value: when completion mode is Indexed",
    ],
    [{ backoffLimit: -1 }, "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0"],
    [{ maxFailedIndexes: 1 }, "spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode"],
  ])("with %j is refused", (spec, expected) => {
    const wrong = prepared(job, specimen(job, { spec: { template, ...spec } }));
    expect(complaints(job, wrong)).toContain(expected);
  });

  test("may not run something else", () => {
    const other = { spec: { ...template.spec, containers: [{ name: "web", image: "y" }] } };
    const changed = prepared(job, specimen(job, { spec: { template: other } }), created);
    expect(complaints(job, changed, created)).toEqual([
      expect.stringMatching(/^spec\.template: Invalid value: .*: field is immutable$/),
    ]);
  });
});

describe("a schedule", () => {
  test.each([["* * * * *"], ["*/15 0-6 1,15 jan-mar MON"], ["0 0 ? * 0"], ["@daily"], ["@every 1h30m"]])(
    "%s is one",
    (schedule) => {
      expect(scheduleError(schedule)).toBeUndefined();
    },
  );

  test.each([
    ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
    ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"],
    ["*/0 * * * *", "step of range should be a positive number: */0"],
    ["x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
    ["@never", "unrecognized descriptor: @never"],
  ])("%s is none: %s", (schedule, why) => {
    expect(scheduleError(schedule)).toBe(why);
  });
});

describe("a cron job", () => {
  const spec = { schedule: "0 * * * *", jobTemplate: { spec: { template } } };
  const told = (more: object, metadata: object = {}) =>
    complaints(cronJob, specimen(cronJob, { spec: { ...spec, ...more } }, metadata));

  test("that says little keeps three jobs that succeeded and one that failed", () => {
    expect(prepared(cronJob, specimen(cronJob, { spec }))["spec"]).toMatchObject({
      concurrencyPolicy: "Allow",
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: { spec: { schedulerName: "default-scheduler" } } } },
    });
    expect(told({})).toEqual([]);
  });

  test.each([
    [{ schedule: "" }, ["spec.schedule: Required value"]],
    [
      { schedule: "TZ=UTC 0 * * * *" },
      [
        'spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
      ],
    ],
    [{ timeZone: "Mars/Base" }, ['spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base']],
    [
      { concurrencyPolicy: "Maybe" },
      ['spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'],
    ],
  ])("with %j is refused", (more, expected) => {
    expect(told(more)).toEqual(expected);
  });

  test("leaves room in its name for its jobs' names", () => {
    const name = "a".repeat(53);
    expect(told({}, { name })).toEqual([
      `metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    ]);
  });
});
