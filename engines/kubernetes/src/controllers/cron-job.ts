import { timestamp } from "../objects/metadata.ts";
import { equal } from "../patch/json.ts";
import { type CronJob, cronJobs, type Job, jobs } from "./batch-kinds.ts";
import { type Client, type Draft, isReason, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { cronStatus, cronStep, outlivedJobs } from "./cron-plan.ts";
import { parseSchedule, type Schedule } from "./cron-schedule.ts";
import { type Record, recorder } from "./events.ts";
import { finishedCondition } from "./job-status.ts";
import { controllerKey, controllerReference, isControlledBy } from "./owners.ts";

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly record: Record;
}

/** Starts jobs when they are due.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export function cronJobController(client: Client, clock: Clock): Controller {
  const context = { client, clock, record: recorder(client, clock, "cronjob-controller") };
  return {
    name: "cron-job",
    watches: [
      { kind: cronJobs, keys: ({ object }) => [keyOf(object)] },
      { kind: jobs, keys: eitherWay((job) => controllerKey(job, "CronJob")) },
    ],
    reconcile: (key) => reconcile(context, key),
  };
}

async function reconcile(context: Context, key: string): Promise<number | undefined> {
  const { client, clock, record } = context;
  const { namespace, name } = partsOf(key);
  const cronJob = client.get(cronJobs, namespace, name);
  if (!cronJob) return undefined;
  const owned = () => client.list(jobs, namespace).filter((job) => isControlledBy(job, cronJob));
  await tellOfEnded(context, cronJob, owned());
  for (const job of outlivedJobs(cronJob, owned())) await removeJob(context, cronJob, job);
  const schedule = await scheduleOf(record, cronJob);
  const step = schedule && cronStep(cronJob, schedule, owned(), clock.now());
  if (step?.action === "skip") {
    const why = "Not starting job because prior execution is running and concurrency policy is Forbid";
    await record(cronJob, "Normal", "JobAlreadyActive", why);
  }
  if (step?.action === "start") {
    for (const job of step.replaces) await removeJob(context, cronJob, job);
    await startJob(context, cronJob, step.at);
  }
  const status = cronStatus(cronJob, owned(), step?.action === "start" ? step.at : undefined);
  if (!equal(status, cronJob.status)) {
    await unless(["NotFound"], () =>
      client.change(cronJobs, cronJob, (copy) => void (copy.status = status), "status"),
    );
  }
  return step?.waitMs;
}

async function scheduleOf(record: Record, cronJob: CronJob): Promise<Schedule | undefined> {
  try {
    return parseSchedule(cronJob.spec.schedule, cronJob.spec.timeZone);
  } catch (error) {
    await record(cronJob, "Warning", "UnknownTimeZone", `invalid timeZone: ${String(error)}`);
    return undefined;
  }
}

async function startJob({ client, record }: Context, cronJob: CronJob, at: number): Promise<void> {
  const { namespace = "" } = cronJob.metadata;
  const draft = jobDraft(cronJob, at);
  try {
    const job = await client.create<Job>(jobs, namespace, draft);
    await record(cronJob, "Normal", "SuccessfulCreate", `Created job ${job.metadata.name}`);
  } catch (error) {
    // It was started by a turn that could not write so down.
    if (isReason(error, "AlreadyExists", "Forbidden")) return;
    const why = error instanceof Error ? error.message : String(error);
    await record(cronJob, "Warning", "FailedCreate", `Error creating job: ${why}`);
    throw error;
  }
}

/** Named after the minute in which it is due, so that it is started once. */
function jobDraft(cronJob: CronJob, at: number): Draft {
  const { metadata = {}, spec } = cronJob.spec.jobTemplate;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${cronJob.metadata.name}-${Math.floor(at / 60_000)}`,
      ...(metadata.labels && { labels: { ...metadata.labels } }),
      annotations: {
        ...metadata.annotations,
        "batch.kubernetes.io/cronjob-scheduled-timestamp": timestamp(at),
      },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec,
  };
}

async function removeJob({ client, record }: Context, cronJob: CronJob, job: Job): Promise<void> {
  await client.remove(jobs, job, { propagation: "Background" });
  await record(cronJob, "Normal", "SuccessfulDelete", `Deleted job ${job.metadata.name}`);
}

/** Of the jobs that ran at the last turn: which have finished since, and which somebody else has deleted. */
async function tellOfEnded({ record }: Context, cronJob: CronJob, owned: readonly Job[]): Promise<void> {
  const jobsByUid = new Map(owned.map((job) => [job.metadata.uid, job]));
  for (const { uid, name } of cronJob.status?.active ?? []) {
    const job = jobsByUid.get(uid);
    if (!job) {
      await record(cronJob, "Warning", "MissingJob", `Active job went missing: ${name}`);
      continue;
    }
    const finished = finishedCondition(job.status);
    if (!finished) continue;
    const text = `Saw completed job: ${name}, condition: ${finished.type}`;
    await record(cronJob, "Normal", "SawCompletedJob", text);
  }
}
