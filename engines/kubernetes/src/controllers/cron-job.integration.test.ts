import { expect, test } from "vitest";
import { cronJobs, jobs } from "./batch-kinds.ts";
import { eventually, fastClock, named, oneContainer, openCluster, runBy } from "./cluster.fixture.ts";
import { cronJobController } from "./cron-job.ts";
import { controllerOf } from "./owners.ts";

test("a cron job starts a job in every minute, each named after its own", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = runBy(fastClock, cluster, cronJobController(client, fastClock));
  const template = { spec: { restartPolicy: "Never", ...oneContainer("tidy:1") } };
  const spec = { schedule: "* * * * *", jobTemplate: { spec: { template } } };
  await client.create(cronJobs, "default", named("CronJob", "tidy", { spec }, "batch/v1"));
  await eventually(() => expect(client.list(jobs).length).toBeGreaterThan(2));
  const minutes = client.list(jobs).map(({ metadata }) => Number(metadata.name.replace("tidy-", "")));
  expect(Math.abs((minutes[0] ?? 0) - fastClock.now() / 60_000)).toBeLessThan(1_000);
  expect(client.list(jobs).map((job) => controllerOf(job)?.name)).toContain("tidy");
  const get = () => client.get(cronJobs, "default", "tidy");
  await eventually(() => expect(get()?.status?.active?.length).toBeGreaterThan(2));
  const found = get();
  if (found) await client.change(cronJobs, found, (copy) => void (copy.spec.suspend = true)).catch(() => {});
  expect(errors).toEqual([]);
});
