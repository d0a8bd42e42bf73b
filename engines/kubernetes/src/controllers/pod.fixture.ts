import type { Deployment, Pod, ReplicaSet } from "./kinds.ts";

export interface PodFacts {
  readonly node?: string;
  readonly phase?: NonNullable<Pod["status"]>["phase"];
  /** Seconds since 1970 at which it became ready. */
  readonly readyAt?: number;
  readonly cost?: string;
  readonly restarts?: number;
  readonly createdAt?: number;
  readonly labels?: Record<string, string>;
}

const time = (seconds: number) => new Date(seconds * 1000).toISOString();

export function pod(name: string, facts: PodFacts = {}): Pod {
  const { node = "n1", phase = "Running", readyAt, cost, restarts = 0, createdAt = 0, labels = {} } = facts;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      uid: name,
      creationTimestamp: time(createdAt),
      labels,
      ...(cost !== undefined && { annotations: { "controller.kubernetes.io/pod-deletion-cost": cost } }),
    },
    spec: { containers: [], ...(node !== "" && { nodeName: node }) },
    status: {
      phase,
      containerStatuses: [{ restartCount: restarts }],
      conditions:
        readyAt === undefined ? [] : [{ type: "Ready", status: "True", lastTransitionTime: time(readyAt) }],
    },
  };
}

export function replicaSet(
  name: string,
  spec: Partial<ReplicaSet["spec"]> = {},
  metadata: Partial<ReplicaSet["metadata"]> = {},
): ReplicaSet {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name,
      uid: name,
      namespace: "default",
      creationTimestamp: time(0),
      generation: 1,
      ...metadata,
    },
    spec: { replicas: 1, selector: {}, template: { spec: { containers: [] } }, ...spec },
  };
}

/** @param asked  replicas of its spec
 *  @param available  pods that are ready for long enough; as many as were asked for when not said */
export function sized(
  name: string,
  asked: number,
  available = asked,
  annotations: Record<string, string> = {},
) {
  const status = {
    replicas: asked,
    readyReplicas: available,
    availableReplicas: available,
    observedGeneration: 1,
  };
  return { ...replicaSet(name, { replicas: asked }, { annotations }), status };
}

export function deployment(replicas: number, spec: Partial<Deployment["spec"]> = {}): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", uid: "web", namespace: "default", creationTimestamp: time(0), generation: 1 },
    spec: { replicas, selector: {}, template: { spec: { containers: [] } }, ...spec },
  };
}

export const rolling = (maxSurge: number | string, maxUnavailable: number | string) =>
  ({ strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } } }) as const;
