import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";

/* Work that comes again. Source: Kubernetes' test/e2e/apps: cronjob. There a job is due once a minute; here the schedule
 * names a minute that has just passed, and the job for it is made up for at once. */

let api: Api;
beforeAll(async () => {
  api = await openApi(1);
});
afterAll(() => api.stop());

// What the API answers is read field by field.
// eslint-disable-next-line typescript/no-explicit-any
type Any = any;
const batch = "/apis/batch/v1/namespaces/default";
const cronJobs = `${batch}/cronjobs`;
const jobs = `${batch}/jobs`;
const cronJob = async (name: string) => (await api.get(`${cronJobs}/${name}`)).body;

/** @param minutesAgo  when it is due, once a day */
function scheduleOf(minutesAgo: number): string {
  const at = new Date(Date.now() - minutesAgo * 60_000);
  return `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
}

async function make(name: string, script: string, spec: object): Promise<void> {
  const container = { name: "main", image: "busybox", command: ["sh", "-c", script] };
  const pod = { restartPolicy: "Never", terminationGracePeriodSeconds: 0, containers: [container] };
  const made = await api.create(cronJobs, {
    metadata: { name },
    spec: {
      schedule: scheduleOf(60),
      timeZone: "Etc/UTC",
      jobTemplate: {
        metadata: { labels: { cron: name } },
        spec: { backoffLimit: 0, template: { spec: pod } },
      },
      ...spec,
    },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
}

/** Lets one be due that many minutes ago: until then nothing has been started. */
async function due(name: string, minutesAgo: number): Promise<void> {
  const before = new Date(Date.now() - (minutesAgo + 1) * 60_000).toISOString().replace(/\.\d+Z/, "Z");
  await api.patch(`${cronJobs}/${name}`, "merge", { spec: { suspend: true } });
  await api.patch(`${cronJobs}/${name}/status`, "merge", { status: { lastScheduleTime: before } });
  const spec = { schedule: scheduleOf(minutesAgo), suspend: false };
  expect((await api.patch(`${cronJobs}/${name}`, "merge", { spec })).status).toBe(200);
}

const jobsOf = async (name: string): Promise<Any[]> =>
  (await api.get(`${jobs}?labelSelector=cron%3D${name}`)).body.items;
const activeOf = async (name: string): Promise<string[]> =>
  ((await cronJob(name)).status?.active ?? []).map((one: Any) => one.name);
const finished = async (name: string) =>
  (await jobsOf(name)).filter(({ status }) =>
    status?.conditions?.some(({ type, status: is }: Any) => /Complete|Failed/.test(type) && is === "True"),
  ).length;
const reasons = async (name: string): Promise<string[]> =>
  (
    await api.get(`/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D${name}`)
  ).body.items.map(({ reason }: Any) => reason);

describe("a cron job whose job runs still when it is due again", () => {
  test.each([
    ["Allow", "both", ["first", "second"]],
    ["Forbid", "the first alone", ["first"]],
    ["Replace", "the second alone", ["second"]],
  ])("runs, when it says %s, %s", async (concurrencyPolicy, _, expected) => {
    const name = concurrencyPolicy.toLowerCase();
    await make(name, "sleep 300", { concurrencyPolicy });
    await due(name, 20);
    await eventually(() => activeOf(name)).toHaveLength(1);
    const [first] = await activeOf(name);
    await due(name, 10);
    const called = (job: string) => (job === first ? "first" : "second");
    if (concurrencyPolicy === "Forbid") await eventually(() => reasons(name)).toContain("JobAlreadyActive");
    await eventually(async () => (await activeOf(name)).map(called).toSorted()).toEqual(expected);
    await eventually(async () => (await jobsOf(name)).length).toBe(expected.length);
    await api.remove(`${cronJobs}/${name}`, { propagationPolicy: "Background" });
    await eventually(() => jobsOf(name)).toEqual([]);
  });
});

/** Lets another be due after it: when that has started, so has the first, if it ever does. */
async function witness(name: string): Promise<void> {
  await make(name, "true", {});
  await due(name, 10);
  await eventually(async () => (await jobsOf(name)).length).toBe(1);
}

describe("a cron job", () => {
  test.each([
    ["that may start an hour late", { startingDeadlineSeconds: 3600 }, 1],
    ["that may start two minutes late", { startingDeadlineSeconds: 120 }, 0],
    ["that may start ever so late", {}, 1],
  ])("%s, ten minutes after it was due: %j starts %i", async (title, spec, count) => {
    const name = title.replaceAll(" ", "-");
    await make(name, "true", spec);
    await due(name, 10);
    await witness(`after-${name}`);
    await eventually(async () => (await jobsOf(name)).length).toBe(count);
  });

  test("starts nothing while it is suspended", async () => {
    await make("resting", "true", { suspend: true, schedule: "* * * * *" });
    const lastScheduleTime = "2026-01-01T00:00:00Z";
    await api.patch(`${cronJobs}/resting/status`, "merge", { status: { lastScheduleTime } });
    await witness("awake");
    expect(await jobsOf("resting")).toEqual([]);
  });
});

describe("of the jobs that have ended", () => {
  test.each([
    ["true", { successfulJobsHistoryLimit: 2 }, 2],
    ["true", { successfulJobsHistoryLimit: 0 }, 0],
    ["false", {}, 1],
  ])("those that ran `%s` under %j are kept: %i", async (script, spec, kept) => {
    const name = `kept-${script}-${kept}`;
    await make(name, script, spec);
    const created = async () =>
      (await reasons(name)).filter((reason) => reason === "SuccessfulCreate").length;
    for (const [before, minutesAgo] of [30, 20, 10].entries()) {
      await due(name, minutesAgo);
      await eventually(created).toBe(before + 1);
      await eventually(() => activeOf(name)).toEqual([]);
    }
    await eventually(async () => [(await jobsOf(name)).length, await finished(name)]).toEqual([kept, kept]);
  });
});

test("a job that is deleted while it runs is missed, and no longer active", async () => {
  await make("missing", "sleep 300", { concurrencyPolicy: "Forbid" });
  await due("missing", 10);
  await eventually(() => activeOf("missing")).toHaveLength(1);
  const [job = ""] = await activeOf("missing");
  const { annotations } = (await api.get(`${jobs}/${job}`)).body.metadata;
  expect(annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"]).toMatch(/^\d{4}-.*Z$/);
  await api.remove(`${jobs}/${job}`, { propagationPolicy: "Background" });
  await eventually(() => activeOf("missing")).toEqual([]);
  await eventually(() => reasons("missing")).toContain("MissingJob");
});
