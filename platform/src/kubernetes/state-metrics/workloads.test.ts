import { describe, expect, test } from "vitest";
import type { Controller } from "../resources.ts";
import { printed } from "./fixture.ts";
import { cronJobSamples, jobSamples } from "./jobs.ts";
import type { Sample } from "./sample.ts";
import { daemonSetSamples, deploymentSamples, replicaSetSamples, statefulSetSamples } from "./workloads.ts";

type Facts = [
  what: string,
  samplesOf: (of: Controller) => Sample[],
  object: Pick<Controller, "spec" | "status">,
  pattern: RegExp,
  told: string[],
];

const facts: Facts[] = [
  [
    "a deployment how many replicas it wants and has",
    deploymentSamples,
    {
      spec: { replicas: 3 },
      status: {
        replicas: 3,
        readyReplicas: 2,
        availableReplicas: 1,
        updatedReplicas: 3,
        unavailableReplicas: 2,
      },
    },
    /replicas/,
    [
      'kube_deployment_spec_replicas{namespace="shop",deployment="x"} 3',
      'kube_deployment_status_replicas{namespace="shop",deployment="x"} 3',
      'kube_deployment_status_replicas_available{namespace="shop",deployment="x"} 1',
      'kube_deployment_status_replicas_ready{namespace="shop",deployment="x"} 2',
      'kube_deployment_status_replicas_unavailable{namespace="shop",deployment="x"} 2',
      'kube_deployment_status_replicas_updated{namespace="shop",deployment="x"} 3',
    ],
  ],
  [
    "a deployment that no controller has seen that nothing is there",
    deploymentSamples,
    { spec: {} },
    /replicas(_available)?$/,
    [
      'kube_deployment_spec_replicas{namespace="shop",deployment="x"} 1',
      'kube_deployment_status_replicas{namespace="shop",deployment="x"} 0',
      'kube_deployment_status_replicas_available{namespace="shop",deployment="x"} 0',
    ],
  ],
  [
    "a deployment its conditions with their reasons",
    deploymentSamples,
    {
      spec: {},
      status: {
        conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }],
      },
    },
    /condition/,
    ["true", "false", "unknown"].map(
      (status) =>
        `kube_deployment_status_condition{namespace="shop",deployment="x",condition="Progressing",reason="ProgressDeadlineExceeded",status="${status}"} ${status === "false" ? 1 : 0}`,
    ),
  ],
  [
    "a replica set how many replicas it has",
    replicaSetSamples,
    { spec: { replicas: 2 }, status: { replicas: 2, readyReplicas: 1 } },
    /replicas$|owner/,
    [
      'kube_replicaset_owner{namespace="shop",replicaset="x"} 1',
      'kube_replicaset_spec_replicas{namespace="shop",replicaset="x"} 2',
      'kube_replicaset_status_ready_replicas{namespace="shop",replicaset="x"} 1',
      'kube_replicaset_status_replicas{namespace="shop",replicaset="x"} 2',
    ],
  ],
  [
    "a stateful set its replicas and revisions",
    statefulSetSamples,
    {
      spec: { replicas: 2 },
      status: { replicas: 2, currentReplicas: 1, currentRevision: "x-1", updateRevision: "x-2" },
    },
    /replicas(_current)?$|revision/,
    [
      'kube_statefulset_replicas{namespace="shop",statefulset="x"} 2',
      'kube_statefulset_status_replicas{namespace="shop",statefulset="x"} 2',
      'kube_statefulset_status_replicas_current{namespace="shop",statefulset="x"} 1',
      'kube_statefulset_status_current_revision{namespace="shop",statefulset="x",revision="x-1"} 1',
      'kube_statefulset_status_update_revision{namespace="shop",statefulset="x",revision="x-2"} 1',
    ],
  ],
  [
    "a daemon set on how many nodes it should run and does",
    daemonSetSamples,
    { spec: {}, status: { desiredNumberScheduled: 3, numberReady: 2, numberUnavailable: 1 } },
    /desired|number_(ready|unavailable)/,
    [
      'kube_daemonset_status_desired_number_scheduled{namespace="shop",daemonset="x"} 3',
      'kube_daemonset_status_number_ready{namespace="shop",daemonset="x"} 2',
      'kube_daemonset_status_number_unavailable{namespace="shop",daemonset="x"} 1',
    ],
  ],
  [
    "a job that failed why",
    jobSamples,
    {
      spec: { completions: 1 },
      status: {
        failed: 2,
        conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }],
      },
    },
    /failed/,
    [
      'kube_job_status_failed{namespace="shop",job_name="x",reason="BackoffLimitExceeded"} 1',
      'kube_job_status_failed{namespace="shop",job_name="x",reason="DeadlineExceeded"} 0',
      'kube_job_status_failed{namespace="shop",job_name="x",reason="Evicted"} 0',
      'kube_job_failed{namespace="shop",job_name="x",condition="true"} 1',
      'kube_job_failed{namespace="shop",job_name="x",condition="false"} 0',
      'kube_job_failed{namespace="shop",job_name="x",condition="unknown"} 0',
    ],
  ],
  [
    "a job that goes on how many of its pods failed",
    jobSamples,
    { spec: { completions: 3 }, status: { active: 1, failed: 2, succeeded: 1 } },
    /status_(active|failed|succeeded)|job_failed/,
    [
      'kube_job_status_active{namespace="shop",job_name="x"} 1',
      'kube_job_status_succeeded{namespace="shop",job_name="x"} 1',
      'kube_job_status_failed{namespace="shop",job_name="x"} 2',
    ],
  ],
  [
    "a cron job its schedule, and when it last ran",
    cronJobSamples,
    {
      spec: { schedule: "* * * * *", concurrencyPolicy: "Forbid", suspend: true },
      status: { active: [{}], lastScheduleTime: "1970-01-01T00:01:00Z" },
    },
    /info|suspend|active|last/,
    [
      'kube_cronjob_info{namespace="shop",cronjob="x",schedule="* * * * *",concurrency_policy="Forbid",timezone="local"} 1',
      'kube_cronjob_spec_suspend{namespace="shop",cronjob="x"} 1',
      'kube_cronjob_status_active{namespace="shop",cronjob="x"} 1',
      'kube_cronjob_status_last_schedule_time{namespace="shop",cronjob="x"} 60',
    ],
  ],
];

describe("it tells of", () => {
  test.each(facts)("%s", (_, samplesOf, object, pattern, told) => {
    const whole: Controller = {
      apiVersion: "v1",
      kind: "",
      metadata: { namespace: "shop", name: "x" },
      ...object,
    };
    expect(printed(samplesOf(whole), pattern)).toEqual(told);
  });
});
