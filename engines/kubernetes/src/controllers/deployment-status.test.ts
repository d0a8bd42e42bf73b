import { expect, test } from "vitest";
import type { Condition, Deployment, DeploymentStatus } from "./kinds.ts";
import { deploymentStatus, overdueInMs } from "./deployment-status.ts";
import { deployment, rolling, sized } from "./pod.fixture.ts";
import { conditionIn } from "./pod-state.ts";

const start = Date.parse("2026-01-01T00:00:00Z");
const spec = { ...rolling(1, 1), progressDeadlineSeconds: 60 };

const progressing = (reason: string, status: Condition["status"] = "True"): Condition => ({
  type: "Progressing",
  status,
  reason,
  lastUpdateTime: "2026-01-01T00:00:00Z",
  lastTransitionTime: "2026-01-01T00:00:00Z",
});

interface Case {
  readonly before?: DeploymentStatus;
  readonly paused?: boolean;
  readonly current: [asked: number, available: number];
  readonly old?: [asked: number, available: number];
  readonly seconds?: number;
  readonly isCreated?: boolean;
}

function judged({ before, paused = false, current, old = [0, 0], seconds = 1, isCreated = false }: Case) {
  const made: Deployment = { ...deployment(3, { ...spec, paused }), ...(before && { status: before }) };
  const sets = { current: sized("new", ...current), old: [sized("old", ...old)] };
  return deploymentStatus(made, { sets, now: start + seconds * 1000, isCreated, isRollingOut: !paused });
}

const still = { replicas: 3, updatedReplicas: 3, readyReplicas: 1, availableReplicas: 1 };

test.each<[string, Case, string, Condition["status"]]>([
  [
    "that just made its set",
    { current: [3, 0], isCreated: true, before: { replicas: 3, updatedReplicas: 3 } },
    "NewReplicaSetCreated",
    "True",
  ],
  [
    "that found its set",
    { current: [3, 0], before: { replicas: 3, updatedReplicas: 3 } },
    "FoundNewReplicaSet",
    "True",
  ],
  [
    "whose pods come up",
    { current: [3, 1], before: { conditions: [progressing("NewReplicaSetCreated")] } },
    "ReplicaSetUpdated",
    "True",
  ],
  [
    "that stands still",
    { current: [3, 1], before: { ...still, conditions: [progressing("ReplicaSetUpdated")] }, seconds: 59 },
    "ReplicaSetUpdated",
    "True",
  ],
  [
    "that stood still for too long",
    { current: [3, 1], before: { ...still, conditions: [progressing("ReplicaSetUpdated")] }, seconds: 61 },
    "ProgressDeadlineExceeded",
    "False",
  ],
  [
    "that moves after all",
    {
      current: [3, 2],
      before: { ...still, conditions: [progressing("ProgressDeadlineExceeded", "False")] },
      seconds: 90,
    },
    "ReplicaSetUpdated",
    "True",
  ],
  [
    "that is complete",
    { current: [3, 3], before: { conditions: [progressing("ReplicaSetUpdated")] } },
    "NewReplicaSetAvailable",
    "True",
  ],
  [
    "that lost a pod after it was complete",
    { current: [3, 2], before: { conditions: [progressing("NewReplicaSetAvailable")] }, seconds: 999 },
    "NewReplicaSetAvailable",
    "True",
  ],
  [
    "that is paused",
    { current: [3, 1], paused: true, before: { conditions: [progressing("ReplicaSetUpdated")] } },
    "DeploymentPaused",
    "Unknown",
  ],
  [
    "that is resumed",
    { current: [3, 1], before: { ...still, conditions: [progressing("DeploymentPaused", "Unknown")] } },
    "DeploymentResumed",
    "Unknown",
  ],
])("the progress of a deployment %s", (_, facts, reason, status) => {
  expect(conditionIn(judged(facts).conditions, "Progressing")).toMatchObject({ reason, status });
});

test.each([
  [1, "MinimumReplicasUnavailable", "False"],
  [2, "MinimumReplicasAvailable", "True"],
  [3, "MinimumReplicasAvailable", "True"],
])("with %i of 3 available, of which 1 may be missing: %s", (available, reason, status) => {
  const { conditions } = judged({ current: [3, available] });
  expect(conditionIn(conditions, "Available")).toMatchObject({ reason, status });
});

test("the counts are of all sets, the updated ones of the new set", () => {
  expect(judged({ current: [2, 1], old: [2, 2] })).toMatchObject({
    replicas: 4,
    updatedReplicas: 2,
    readyReplicas: 3,
    availableReplicas: 3,
    unavailableReplicas: 1,
    observedGeneration: 1,
  });
});

test.each([
  ["ReplicaSetUpdated", 50_000],
  ["NewReplicaSetAvailable", undefined],
  ["ProgressDeadlineExceeded", undefined],
])("ten seconds after %s the deadline of a minute is %s ms away", (reason, expected) => {
  expect(overdueInMs(deployment(3, spec), progressing(reason), start + 10_000)).toBe(expected);
});
