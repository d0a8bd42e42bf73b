import { expect, test } from "vitest";
import { type Job, jobs, type JobSpec } from "./batch-kinds.ts";
import { eventually, fastClock, named, openCluster, runBy, type TestCluster } from "./cluster.fixture.ts";
import { eventKind, type Pod, pods } from "./kinds.ts";
import { jobController } from "./job.ts";
import { conditionIn, isActive } from "./pod-state.ts";
import { isTracked } from "./job-pod.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "work:1" }] } };

async function withJob(spec: Partial<JobSpec>) {
  const cluster = await openCluster();
  const { client } = cluster;
  const { errors } = runBy(fastClock, cluster, jobController(client, fastClock));
  await client.create(jobs, "default", named("Job", "work", { spec: { template, ...spec } }, "batch/v1"));
  const get = () => client.get(jobs, "default", "work") as Job;
  const active = () => client.list(pods).filter(isActive);
  const condition = (type: string) => conditionIn(get().status?.conditions, type);
  const running = (count: number) => eventually(() => expect(active()).toHaveLength(count));
  return { cluster, client, errors, get, active, condition, running };
}

/** As its kubelet would say. */
async function end(
  { client }: TestCluster,
  pod: Pod | undefined,
  phase: "Succeeded" | "Failed",
  exitCode = 1,
) {
  const now = pod && client.get(pods, "default", pod.metadata.name);
  if (!now) throw new Error("there is no pod to end");
  const finishedAt = new Date(fastClock.now()).toISOString();
  const terminated = { exitCode: phase === "Failed" ? exitCode : 0, finishedAt };
  await client.change(
    pods,
    now,
    (copy) =>
      void (copy.status = {
        ...copy.status,
        phase,
        containerStatuses: [{ name: "main", restartCount: 0, state: { terminated } }],
      }),
    "status",
  );
}

test("a job runs as many pods at once as it may, until enough have succeeded", async () => {
  const { cluster, client, errors, get, active, condition, running } = await withJob({
    completions: 3,
    parallelism: 2,
  });
  await running(2);
  for (const pod of active()) await end(cluster, pod, "Succeeded");
  await running(1);
  await end(cluster, active()[0], "Succeeded");
  await eventually(() => expect(condition("Complete")?.reason).toBe("CompletionsReached"));
  expect(get().status).toMatchObject({ succeeded: 3, ready: 0, uncountedTerminatedPods: {} });
  expect(get().status?.completionTime).toBeDefined();
  await eventually(() => expect(client.list(pods).some(isTracked)).toBe(false));
  await eventually(() =>
    expect(client.list(eventKind).map((event) => event["reason"])).toContain("Completed"),
  );
  expect(errors).toEqual([]);
});

test("failed pods are replaced until the limit", async () => {
  const { cluster, get, active, condition, running, errors } = await withJob({ backoffLimit: 1 });
  await running(1);
  await end(cluster, active()[0], "Failed");
  await eventually(() => expect(get().status?.failed).toBe(1));
  await running(1);
  await end(cluster, active()[0], "Failed");
  await eventually(() => expect(condition("Failed")?.reason).toBe("BackoffLimitExceeded"));
  expect(get().status?.failed).toBe(2);
  expect(errors).toEqual([]);
});

test("every index of an indexed job has its pod, its name and its own failures", async () => {
  const { cluster, get, active, condition, running } = await withJob({
    completions: 3,
    parallelism: 3,
    completionMode: "Indexed",
    backoffLimitPerIndex: 0,
  });
  await running(3);
  const [first, second, third] = active().toSorted((a, b) =>
    (a.spec.hostname ?? "") < (b.spec.hostname ?? "") ? -1 : 1,
  );
  expect([first, second, third].map((pod) => pod?.spec.hostname)).toEqual(["work-0", "work-1", "work-2"]);
  expect(first?.spec.containers[0]?.env).toMatchObject([{ name: "JOB_COMPLETION_INDEX" }]);
  await end(cluster, first, "Succeeded");
  await end(cluster, second, "Failed");
  await end(cluster, third, "Succeeded");
  await eventually(() => expect(condition("Failed")?.reason).toBe("FailedIndexes"));
  expect(get().status).toMatchObject({
    completedIndexes: "0,2",
    failedIndexes: "1",
    succeeded: 2,
    failed: 1,
  });
});

test("a suspended job has no pods, and has them when it goes on", async () => {
  const { client, get, condition, running } = await withJob({ parallelism: 2, completions: 2 });
  await running(2);
  await eventually(() => expect(get().status?.active).toBe(2));
  await client.change(jobs, get(), ({ spec }) => void (spec.suspend = true));
  await eventually(() =>
    expect([client.list(pods).length, condition("Suspended")?.status]).toEqual([0, "True"]),
  );
  await eventually(() => expect(get().status?.ready).toBe(0));
  await client.change(jobs, get(), ({ spec }) => void (spec.suspend = false));
  await running(2);
  await eventually(() => expect(condition("Suspended")?.reason).toBe("JobResumed"));
  expect(get().status?.failed).toBeUndefined();
});

test("an exit code may fail the whole job at once", async () => {
  const rule = { action: "FailJob" as const, onExitCodes: { operator: "In" as const, values: [42] } };
  const { cluster, active, condition, running } = await withJob({ podFailurePolicy: { rules: [rule] } });
  await running(1);
  const [pod] = active();
  await end(cluster, pod, "Failed", 42);
  await eventually(() =>
    expect(condition("Failed")).toMatchObject({
      reason: "PodFailurePolicy",
      message: `Container main for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 0`,
    }),
  );
});

test("when the deadline has passed the job has failed, and its pods go", async () => {
  const { client, condition, running } = await withJob({ activeDeadlineSeconds: 30 });
  await running(1);
  await eventually(() => expect(condition("Failed")?.reason).toBe("DeadlineExceeded"));
  await eventually(() => expect(client.list(pods)).toHaveLength(0));
});

test("pods of a job that is gone need not be counted", async () => {
  const { client, get, running } = await withJob({});
  await running(1);
  await client.remove(jobs, get());
  await eventually(() => expect(client.list(pods).some(isTracked)).toBe(false));
});
