import type { Deployment } from "./kinds.ts";

/** How far a rolling update may leave what was asked for. */
export interface Bounds {
  readonly surge: number;
  readonly unavailable: number;
}

export const replicasOf = ({ spec }: { readonly spec: { readonly replicas?: number } }) => spec.replicas ?? 1;

export const isRolling = ({ spec }: Deployment) => spec.strategy?.type !== "Recreate";

/** Percentages of surge are rounded up, of unavailability down; when both come to nothing, one pod may be missing, or
 *  nothing could ever move. Source: k8s.io/kubernetes/pkg/controller/deployment/util ResolveFenceposts */
export function rollingBounds(deployment: Deployment): Bounds {
  const replicas = replicasOf(deployment);
  if (!isRolling(deployment) || replicas === 0) return { surge: 0, unavailable: 0 };
  const { maxSurge = "25%", maxUnavailable = "25%" } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = Math.ceil(amount(maxSurge, replicas));
  const unavailable = Math.floor(amount(maxUnavailable, replicas));
  if (surge === 0 && unavailable === 0) return { surge, unavailable: 1 };
  return { surge, unavailable: Math.min(unavailable, replicas) };
}

/** Multiplied before it is divided, so that 10 % of 30 are 3 exactly. */
export const amount = (value: number | string, of: number) =>
  typeof value === "number" ? value : (Number.parseInt(value, 10) * of) / 100;

/** The most pods there may be. */
export const mostReplicas = (deployment: Deployment) =>
  replicasOf(deployment) + rollingBounds(deployment).surge;
