import { expect, test } from "vitest";
import type { ContainerStatus, Pod } from "../resources.ts";
import { containersOf } from "./containers.ts";
import { podState } from "./state.ts";

type State = ContainerStatus["state"];
interface Given {
  phase?: string;
  reason?: string;
  state?: State;
  init?: State;
  ready?: boolean;
  unplaced?: string;
  leaving?: boolean;
}

function pod({ phase = "Running", reason, state, init, ready, unplaced, leaving }: Given): Pod {
  const status = (of: State | undefined) =>
    of ? [{ name: "main", ready: ready ?? false, restartCount: 0, state: of }] : [];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "cart", ...(leaving && { deletionTimestamp: "2026-11-21T09:00:00Z" }) },
    spec: { containers: [{ name: "main" }], ...(init && { initContainers: [{ name: "main" }] }) },
    status: {
      phase,
      ...(reason !== undefined && { reason }),
      conditions: [
        { type: "Ready", status: ready ? "True" : "False" },
        ...(unplaced ? [{ type: "PodScheduled", status: "False", reason: unplaced }] : []),
      ],
      containerStatuses: status(state),
      initContainerStatuses: status(init),
    },
  };
}

const running = { running: {} };
const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (reason: string, exitCode: number) => ({ terminated: { reason, exitCode } });

test.each<[string, Given, string, string]>([
  ["runs and is ready", { state: running, ready: true }, "Running", "good"],
  ["runs and is not ready", { state: running }, "Running", "waiting"],
  [
    "is being started",
    { phase: "Pending", state: waiting("ContainerCreating") },
    "ContainerCreating",
    "waiting",
  ],
  ["crashes again and again", { state: waiting("CrashLoopBackOff") }, "CrashLoopBackOff", "bad"],
  ["has no image", { phase: "Pending", state: waiting("ImagePullBackOff") }, "ImagePullBackOff", "bad"],
  ["was killed for its memory", { state: ended("OOMKilled", 137) }, "OOMKilled", "bad"],
  [
    "fails before it begins",
    { phase: "Pending", init: ended("Error", 1), state: waiting("PodInitializing") },
    "Init:Error",
    "bad",
  ],
  ["has no place", { phase: "Pending", unplaced: "Unschedulable" }, "Unschedulable", "bad"],
  ["was evicted", { phase: "Failed", reason: "Evicted" }, "Evicted", "bad"],
  ["is done", { phase: "Succeeded", state: ended("Completed", 0) }, "Completed", "done"],
  ["is on its way out", { state: running, ready: true, leaving: true }, "Terminating", "waiting"],
])("a pod that %s: %j is %s, %s", (_, given, status, health) => {
  const of = pod(given);
  expect(podState(of, containersOf(of, new Map()))).toMatchObject({ status, health });
});
