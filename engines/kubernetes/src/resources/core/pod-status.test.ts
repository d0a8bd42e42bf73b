import { describe, expect, test } from "vitest";
import { header, row, secondsAgo, specimen } from "../specimen.ts";
import { pod } from "./pod.ts";

const running = { running: { startedAt: secondsAgo(60) } };
const ended = (exitCode: number, more: object = {}) => ({ terminated: { exitCode, ...more } });
const waiting = (reason: string) => ({ waiting: { reason } });
const status = (state: object, more: object = {}) => ({
  name: "web",
  restartCount: 0,
  ready: false,
  state,
  ...more,
});
const condition = (type: string, more: object = { status: "True" }) => ({ conditions: [{ type, ...more }] });

const two = [{ name: "a" }, { name: "b" }];
const shown = (fields: object, spec: object = {}, metadata: object = {}) =>
  row(
    pod,
    specimen(pod, { spec: { containers: [{ name: "web" }], ...spec }, status: fields }, metadata),
  ).slice(1, 4);
const deleted = { deletionTimestamp: secondsAgo(5) };

describe("kubectl get pods tells READY, STATUS and RESTARTS", () => {
  test.each([
    ["pending", { phase: "Pending" }, {}, {}, ["0/1", "Pending", "0"]],
    ["evicted", { phase: "Failed", reason: "Evicted" }, {}, {}, ["0/1", "Evicted", "0"]],
    [
      "gated",
      { phase: "Pending", ...condition("PodScheduled", { status: "False", reason: "SchedulingGated" }) },
      {},
      {},
      ["0/1", "SchedulingGated", "0"],
    ],
    [
      "being made",
      { phase: "Pending", containerStatuses: [status(waiting("ContainerCreating"))] },
      {},
      {},
      ["0/1", "ContainerCreating", "0"],
    ],
    [
      "running",
      { phase: "Running", containerStatuses: [status(running, { ready: true })] },
      {},
      {},
      ["1/1", "Running", "0"],
    ],
    [
      "crashing, restarted five minutes ago",
      {
        phase: "Running",
        containerStatuses: [
          status(waiting("CrashLoopBackOff"), {
            restartCount: 3,
            lastState: ended(1, { finishedAt: secondsAgo(300) }),
          }),
        ],
      },
      {},
      {},
      ["0/1", "CrashLoopBackOff", "3 (5m ago)"],
    ],
    [
      "failed",
      { phase: "Failed", containerStatuses: [status(ended(1, { reason: "Error" }))] },
      {},
      {},
      ["0/1", "Error", "0"],
    ],
    [
      "out of memory",
      { phase: "Failed", containerStatuses: [status(ended(137, { reason: "OOMKilled" }))] },
      {},
      {},
      ["0/1", "OOMKilled", "0"],
    ],
    [
      "ended without a reason",
      { phase: "Failed", containerStatuses: [status(ended(1))] },
      {},
      {},
      ["0/1", "ExitCode:1", "0"],
    ],
    [
      "killed by a signal",
      { phase: "Failed", containerStatuses: [status(ended(0, { signal: 9 }))] },
      {},
      {},
      ["0/1", "Signal:9", "0"],
    ],
    [
      "completed",
      { phase: "Succeeded", containerStatuses: [status(ended(0, { reason: "Completed" }))] },
      {},
      {},
      ["0/1", "Completed", "0"],
    ],
    [
      "one completed, the other running and ready",
      {
        phase: "Running",
        ...condition("Ready"),
        containerStatuses: [status(ended(0, { reason: "Completed" })), status(running, { ready: true })],
      },
      { containers: two },
      {},
      ["1/2", "Running", "0"],
    ],
    [
      "one completed, the other running and the pod not ready",
      {
        phase: "Running",
        containerStatuses: [status(ended(0, { reason: "Completed" })), status(running, { ready: true })],
      },
      { containers: two },
      {},
      ["1/2", "NotReady", "0"],
    ],
    [
      "one completed, the other failed",
      {
        phase: "Failed",
        containerStatuses: [status(ended(0, { reason: "Completed" })), status(ended(2, { reason: "Error" }))],
      },
      { containers: two },
      {},
      ["0/2", "Error", "0"],
    ],
    [
      "initializing",
      { phase: "Pending", initContainerStatuses: [status(running)] },
      { initContainers: two },
      {},
      ["0/1", "Init:0/2", "0"],
    ],
    [
      "half initialized",
      { phase: "Pending", initContainerStatuses: [status(ended(0)), status(waiting("PodInitializing"))] },
      { initContainers: two },
      {},
      ["0/1", "Init:1/2", "0"],
    ],
    [
      "failing to initialize",
      { phase: "Pending", initContainerStatuses: [status(waiting("CrashLoopBackOff"), { restartCount: 2 })] },
      { initContainers: two },
      {},
      ["0/1", "Init:CrashLoopBackOff", "2"],
    ],
    [
      "failed to initialize",
      { phase: "Failed", initContainerStatuses: [status(ended(3))] },
      { initContainers: two },
      {},
      ["0/1", "Init:ExitCode:3", "0"],
    ],
    [
      "with a sidecar",
      {
        phase: "Running",
        initContainerStatuses: [
          status(running, { name: "side", started: true, ready: true, restartCount: 1 }),
        ],
        containerStatuses: [status(running, { ready: true, restartCount: 1 })],
      },
      { initContainers: [{ name: "side", restartPolicy: "Always" }] },
      {},
      ["2/2", "Running", "2"],
    ],
    [
      "ending",
      { phase: "Running", containerStatuses: [status(running, { ready: true })] },
      {},
      deleted,
      ["1/1", "Terminating", "0"],
    ],
    ["done and deleted", { phase: "Succeeded" }, {}, deleted, ["0/1", "Succeeded", "0"]],
    [
      "deleted on a lost node",
      { phase: "Running", reason: "NodeLost" },
      {},
      deleted,
      ["0/1", "Unknown", "0"],
    ],
  ])("%s", (_, fields, spec, metadata, expected) => {
    expect(shown(fields, spec, metadata)).toEqual(expected);
  });
});

test("kubectl get pods -o wide tells where it is too", () => {
  expect(header(pod)).toBe(
    "Name | Ready | Status | Restarts | Age | (IP) | (Node) | (Nominated Node) | (Readiness Gates)",
  );
  const one = specimen(pod, {
    spec: {
      containers: [{}],
      nodeName: "n1",
      readinessGates: [{ conditionType: "a" }, { conditionType: "b" }],
    },
    status: { phase: "Running", podIPs: [{ ip: "10.0.0.1" }], ...condition("a") },
  });
  expect(row(pod, one, true)).toEqual([
    "web",
    "0/1",
    "Running",
    "0",
    "2m",
    "10.0.0.1",
    "n1",
    "<none>",
    "1/2",
  ]);
  expect(row(pod, specimen(pod), true).slice(5)).toEqual(["<none>", "<none>", "<none>", "<none>"]);
});
