import type { KubeObject } from "../object.ts";
import { equal } from "../patch/json.ts";
import { type Job, jobs, type JobStatus } from "./batch-kinds.ts";
import { type Client, isNamespaceEnding, unless } from "./client.ts";
import type { Clock } from "./clock.ts";
import { type Controller, eitherWay, keyOf, partsOf } from "./controller.ts";
import { type Record, recorder } from "./events.ts";
import { isTracked, jobNameLabel, jobPod, trackingFinalizer } from "./job-pod.ts";
import { type JobPlan, jobPlan } from "./job-plan.ts";
import { finishedCondition, isJobFinished, jobStatus } from "./job-status.ts";
import { tally } from "./job-tally.ts";
import { type Pod, pods } from "./kinds.ts";
import { claim, controllerKey, isControlledBy } from "./owners.ts";
import { conditionIn, isFinished } from "./pod-state.ts";
import { slowStart } from "./slow-start.ts";

interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly record: Record;
}

/** Runs pods until as many have succeeded as were asked for.
 *  Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export function jobController(client: Client, clock: Clock): Controller {
  const context = { client, clock, record: recorder(client, clock, "job-controller") };
  return {
    name: "job",
    watches: [
      { kind: jobs, keys: ({ object }) => [keyOf(object)] },
      { kind: pods, keys: eitherWay(jobsFor) },
    ],
    reconcile: (key) => reconcile(context, key),
  };
}

/** The job that controls a pod; of a pod that lost it, the one whose name it bears. */
function jobsFor(pod: KubeObject): string[] {
  const controller = controllerKey(pod, "Job");
  const name = pod.metadata.labels?.[jobNameLabel];
  return controller.length > 0 || name === undefined ? controller : [`${pod.metadata.namespace}/${name}`];
}

async function reconcile(context: Context, key: string): Promise<number | void> {
  const { client, clock } = context;
  const { namespace, name } = partsOf(key);
  const job = client.get(jobs, namespace, name);
  await letStraysGo(client, namespace, name, job);
  if (!job || job.spec.managedBy !== undefined) return;
  const members = await claim(client, job, job.spec.selector, pods);
  if (isJobFinished(job)) return release(client, members);
  const plan = jobPlan(job, members, tally(job, members), clock.now());
  const outcome = await attempt(() => act(context, job, plan));
  const after = client.list(pods, namespace).filter((pod) => isControlledBy(pod, job));
  const status = jobStatus(job, tally(job, after), plan.outcome, clock.now());
  await writeStatus(context, job, status);
  await release(
    client,
    after.filter((pod) => isWrittenDown(pod, status, plan)),
  );
  if (outcome) throw outcome.error;
  return plan.waitMs;
}

async function attempt(work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return isNamespaceEnding(error) ? undefined : { error };
  }
}

/** Whether nothing is lost when the pod goes: it has been counted, or does not count. */
function isWrittenDown(pod: Pod, status: JobStatus, { outcome }: JobPlan): boolean {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if ([...succeeded, ...failed].includes(pod.metadata.uid)) return true;
  const isEnding = pod.metadata.deletionTimestamp !== undefined;
  return isFinished(pod) || (isEnding && outcome?.type === "SuccessCriteriaMet");
}

/** Pods of a job that is no more must not wait to be counted. */
async function letStraysGo(
  client: Client,
  namespace: string,
  name: string,
  job: Job | undefined,
): Promise<void> {
  const strays = client
    .list(pods, namespace)
    .filter(
      (pod) =>
        pod.metadata.labels?.[jobNameLabel] === name &&
        isTracked(pod) &&
        (job === undefined || !isControlledBy(pod, job)),
    );
  await release(client, strays);
}

async function release(client: Client, members: readonly Pod[]): Promise<void> {
  for (const pod of members.filter(isTracked)) {
    await unless(["NotFound"], () =>
      client.change(pods, pod, ({ metadata }) => {
        metadata.finalizers = (metadata.finalizers ?? []).filter((one) => one !== trackingFinalizer);
      }),
    );
  }
}

async function act(context: Context, job: Job, { create, remove, outcome }: JobPlan): Promise<void> {
  // Pods that are not needed any more have not failed, unless the whole job has.
  const counts = outcome?.type === "FailureTarget";
  for (const pod of remove) await removePod(context, job, pod, counts);
  const drafts = create.map(({ index, failures }) => jobPod(job, index, failures)).values();
  await slowStart(create.length, async () => {
    const draft = drafts.next().value;
    if (draft) await createPod(context, job, draft);
  });
}

async function createPod(
  { client, record }: Context,
  job: Job,
  draft: ReturnType<typeof jobPod>,
): Promise<void> {
  try {
    const pod = await client.create<Pod>(pods, job.metadata.namespace ?? "", draft);
    await record(job, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!isNamespaceEnding(error)) await record(job, "Warning", "FailedCreate", `Error creating: ${why}`);
    throw error;
  }
}

async function removePod({ client, record }: Context, job: Job, pod: Pod, counts: boolean): Promise<void> {
  if (!counts) await release(client, [pod]);
  await client.remove(pods, pod);
  await record(job, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
}

async function writeStatus({ client, record }: Context, job: Job, status: JobStatus): Promise<void> {
  if (equal(status, job.status)) return;
  await unless(["NotFound"], async () => {
    await client.change(jobs, job, (copy) => void (copy.status = status), "status");
    await tell(record, job, status);
  });
}

async function tell(record: Record, job: Job, status: JobStatus): Promise<void> {
  const before = conditionIn(job.status?.conditions, "Suspended")?.status === "True";
  const after = conditionIn(status.conditions, "Suspended")?.status === "True";
  if (after && !before) await record(job, "Normal", "Suspended", "Job suspended");
  if (before && !after) await record(job, "Normal", "Resumed", "Job resumed");
  const finished = finishedCondition(status);
  if (finished?.type === "Complete") await record(job, "Normal", "Completed", "Job completed");
  if (finished?.type === "Failed") {
    await record(job, "Warning", finished.reason ?? "", finished.message ?? "");
  }
}
