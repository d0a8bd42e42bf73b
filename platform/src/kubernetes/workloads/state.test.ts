import { expect, test } from "vitest";
import type { Controller } from "../resources.ts";
import type { PodRow } from "../pods/api.ts";
import { workloadState } from "./state.ts";

const controller = (kind: string, spec: Controller["spec"], status: object, generation = 1): Controller => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name: "cart", generation },
  spec,
  status: { observedGeneration: 1, ...status },
});
const all = (n: number) => ({ replicas: n, updatedReplicas: n, readyReplicas: n });
const late = {
  type: "Progressing",
  status: "False",
  reason: "ProgressDeadlineExceeded",
  message: "timed out",
};

test.each<[string, string, Controller["spec"], object, string]>([
  ["all there, all new", "Deployment", { replicas: 2 }, all(2), "ready"],
  ["an old one left", "Deployment", { replicas: 2 }, { ...all(3), updatedReplicas: 2 }, "progressing"],
  ["one not ready", "Deployment", { replicas: 2 }, { ...all(2), readyReplicas: 1 }, "degraded"],
  ["scaled to nothing", "Deployment", { replicas: 0 }, {}, "idle"],
  ["stopped half-way", "Deployment", { replicas: 2, paused: true }, all(1), "paused"],
  ["too late", "Deployment", { replicas: 2 }, { ...all(2), conditions: [late] }, "failed"],
  [
    "on two of three nodes",
    "DaemonSet",
    {},
    { desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3 },
    "degraded",
  ],
  ["finished", "Job", {}, { succeeded: 1, conditions: [{ type: "Complete", status: "True" }] }, "complete"],
  ["given up", "Job", {}, { failed: 7, conditions: [{ type: "Failed", status: "True" }] }, "failed"],
  ["running", "Job", {}, { active: 1 }, "progressing"],
  ["not its time", "CronJob", { schedule: "0 * * * *" }, {}, "idle"],
  ["switched off", "CronJob", { suspend: true }, {}, "suspended"],
])("%s: a %s with %j and %j is %s", (_, kind, spec, status, state) => {
  expect(workloadState(controller(kind, spec, status), []).state).toBe(state);
});

test("a change that its controller has not seen yet is on its way", () => {
  expect(workloadState(controller("Deployment", { replicas: 1 }, all(1), 2), []).state).toBe("progressing");
});

test.each([
  ["hangs", {}, "degraded"],
  ["took too long", { conditions: [late] }, "failed"],
])("a rollout that %s tells why from its worst pod", (_, status, state) => {
  const bad = { health: "bad", status: "ImagePullBackOff", message: "no such image" } as PodRow;
  const rollout = controller("Deployment", { replicas: 2 }, { ...all(2), updatedReplicas: 1, ...status });
  expect(workloadState(rollout, [bad])).toMatchObject({
    state,
    reason: "ImagePullBackOff",
    message: "no such image",
  });
});

test("a rollout that took too long without a bad pod says just that", () => {
  const rollout = controller("Deployment", { replicas: 2 }, { ...all(2), conditions: [late] });
  expect(workloadState(rollout, [])).toMatchObject({ state: "failed", reason: "ProgressDeadlineExceeded" });
});
