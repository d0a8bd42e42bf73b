import { timestamp } from "../objects/metadata.ts";
import { withoutCondition } from "./conditions.ts";
import type { Condition, Deployment, DeploymentStatus } from "./kinds.ts";
import { conditionIn } from "./pod-state.ts";
import { nonZero } from "./replica-set-status.ts";
import { replicasOf, rollingBounds } from "./rolling-bounds.ts";
import { allOf, type Sets, sum } from "./rollout.ts";

type News = Pick<Condition, "type" | "status"> & { readonly reason: string; readonly message: string };

export interface Seen {
  readonly sets: Sets;
  readonly now: number;
  /** How the set of the present template came to be, in this turn. */
  readonly isCreated?: boolean;
  /** While it is paused or being scaled, progress is not judged. */
  readonly isRollingOut: boolean;
}

/** Source: k8s.io/kubernetes/pkg/controller/deployment progress.go, sync.go */
export function deploymentStatus(deployment: Deployment, seen: Seen): DeploymentStatus {
  const counts = countsOf(seen.sets);
  let conditions = put(deployment.status?.conditions ?? [], availability(deployment, counts), seen.now);
  conditions = progress(deployment, counts, conditions, seen);
  const failure = failureOf(seen.sets);
  conditions = failure ? put(conditions, failure, seen.now) : withoutCondition(conditions, "ReplicaFailure");
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...nonZero(counts),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions,
  };
}

type Counts = ReturnType<typeof countsOf>;

function countsOf(sets: Sets) {
  const all = allOf(sets);
  const availableReplicas = sum(all, ({ status }) => status?.availableReplicas ?? 0);
  return {
    replicas: sum(all, ({ status }) => status?.replicas ?? 0),
    updatedReplicas: sets.current?.status?.replicas ?? 0,
    readyReplicas: sum(all, ({ status }) => status?.readyReplicas ?? 0),
    availableReplicas,
    unavailableReplicas: Math.max(0, sum(all, replicasOf) - availableReplicas),
  };
}

function availability(deployment: Deployment, { availableReplicas }: Counts): News {
  const least = replicasOf(deployment) - rollingBounds(deployment).unavailable;
  return availableReplicas >= least
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
}

function progress(
  deployment: Deployment,
  counts: Counts,
  before: readonly Condition[],
  seen: Seen,
): Condition[] {
  if (deadlineOf(deployment) === undefined) return withoutCondition(before, "Progressing");
  let conditions = begun(deployment, before, seen);
  if (!seen.isRollingOut) return conditions;
  const current = conditionIn(conditions, "Progressing");
  const name = `ReplicaSet "${seen.sets.current?.metadata.name ?? deployment.metadata.name}"`;
  if (current?.reason === "NewReplicaSetAvailable" && counts.replicas === counts.updatedReplicas)
    return conditions;
  if (isComplete(deployment, counts)) {
    return put(
      conditions,
      progressing("True", "NewReplicaSetAvailable", `${name} has successfully progressed.`),
      seen.now,
    );
  }
  if (hasMoved(deployment.status ?? {}, counts)) {
    const news = progressing("True", "ReplicaSetUpdated", `${name} is progressing.`);
    conditions = put(conditions, news, seen.now, true);
  } else if (isOverdue(deployment, current, seen.now)) {
    const news = progressing("False", "ProgressDeadlineExceeded", `${name} has timed out progressing.`);
    conditions = put(conditions, news, seen.now);
  }
  return conditions;
}

/** Of pausing, resuming, and the first sight of a set. */
function begun(deployment: Deployment, before: readonly Condition[], seen: Seen): Condition[] {
  const { current } = seen.sets;
  const last = conditionIn(before, "Progressing");
  if (deployment.spec.paused && last?.reason !== "ProgressDeadlineExceeded") {
    return put(before, progressing("Unknown", "DeploymentPaused", "Deployment is paused"), seen.now);
  }
  if (!deployment.spec.paused && last?.reason === "DeploymentPaused") {
    return put(before, progressing("Unknown", "DeploymentResumed", "Deployment is resumed"), seen.now);
  }
  if (seen.isCreated && current) {
    const message = `Created new replica set "${current.metadata.name}"`;
    return put(before, progressing("True", "NewReplicaSetCreated", message), seen.now);
  }
  if (last || !current) return [...before];
  return put(
    before,
    progressing("True", "FoundNewReplicaSet", `Found new replica set "${current.metadata.name}"`),
    seen.now,
  );
}

const progressing = (status: News["status"], reason: string, message: string): News => ({
  type: "Progressing",
  status,
  reason,
  message,
});

/** Everything that was asked for runs, of the present template, and nothing else does. */
export function isComplete(deployment: Deployment, counts: DeploymentStatus): boolean {
  const wanted = replicasOf(deployment);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = counts;
  return updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted;
}

function hasMoved(before: DeploymentStatus, after: Counts): boolean {
  const { updatedReplicas = 0, replicas = 0, readyReplicas = 0, availableReplicas = 0 } = before;
  return (
    after.updatedReplicas > updatedReplicas ||
    after.replicas - after.updatedReplicas < replicas - updatedReplicas ||
    after.readyReplicas > readyReplicas ||
    after.availableReplicas > availableReplicas
  );
}

/** Seconds; the largest number that fits stands for never. */
function deadlineOf({ spec: { progressDeadlineSeconds: seconds } }: Deployment): number | undefined {
  return seconds === 2 ** 31 - 1 ? undefined : (seconds ?? 600);
}

function isOverdue(deployment: Deployment, current: Condition | undefined, now: number): boolean {
  if (current?.reason === "ProgressDeadlineExceeded") return true;
  return (overdueInMs(deployment, current, now) ?? 1) <= 0;
}

/** How long a rollout may still go without a move; undefined when it is over or may take forever. */
export function overdueInMs(
  deployment: Deployment,
  current: Condition | undefined,
  now: number,
): number | undefined {
  const seconds = deadlineOf(deployment);
  const settled = ["NewReplicaSetAvailable", "ProgressDeadlineExceeded", "DeploymentPaused"];
  if (seconds === undefined || !current || settled.includes(current.reason ?? "")) return undefined;
  const since = Date.parse(current.lastUpdateTime ?? current.lastTransitionTime ?? "");
  return Number.isNaN(since) ? undefined : since + seconds * 1000 - now;
}

function failureOf(sets: Sets): News | undefined {
  const { current, old } = sets;
  for (const set of current ? [current, ...old] : old) {
    const failed = conditionIn(set.status?.conditions, "ReplicaFailure");
    if (failed)
      return {
        type: failed.type,
        status: failed.status,
        reason: failed.reason ?? "",
        message: failed.message ?? "",
      };
  }
  return undefined;
}

/** @param isMove  the same said again is news too: it has moved */
function put(before: readonly Condition[], news: News, now: number, isMove = false): Condition[] {
  const last = conditionIn(before, news.type);
  const isSame = last?.status === news.status;
  if (isSame && last.reason === news.reason && !isMove) return [...before];
  const lastTransitionTime = (isSame ? last.lastTransitionTime : undefined) ?? timestamp(now);
  return [
    ...withoutCondition(before, news.type),
    { ...news, lastTransitionTime, lastUpdateTime: timestamp(now) },
  ];
}
