import type { PodRow } from "#kubernetes/api.ts";
import type { Evidence, HealingStep, Patient, Policy, StepKind } from "./api.ts";
import type { WardPods } from "./fleet/wards.ts";

/** A pod that was found worse than those like it, and what became of it. */
export interface PodCase {
  readonly ward: WardPods["row"] & { readonly id: string };
  readonly pod: Pick<PodRow, "cluster" | "namespace" | "name" | "uid" | "node">;
  readonly policy: Policy;
  readonly noticedAt: number;
  /** What was answered later is another sample than the one by which it was noticed. */
  readonly horizon: number;
  readonly evidence: Evidence;
  /** When it was last worse. */
  readonly seenAt: number;
  readonly isConfirmed: boolean;
  readonly state: Patient["state"];
  readonly reason: string;
  readonly evictedAt: number | null;
}

/** What was noticed lately may be about to be confirmed; what has not been seen since was a hiccup. */
const latelyMs = 5_000;

/** Whether it speaks against taking other pods out. A case that is not confirmed is kept for longer than it does. */
export const isSick = (
  { evictedAt, isConfirmed, seenAt }: Pick<PodCase, "evictedAt" | "isConfirmed" | "seenAt">,
  now: number,
): boolean => evictedAt === null && (isConfirmed || now - seenAt < latelyMs);

export const stepOf = (
  { ward, pod, policy, noticedAt, evidence }: PodCase,
  step: StepKind,
  at: number,
  { reason = "", by = "" }: { readonly reason?: string; readonly by?: string } = {},
): HealingStep => ({
  at,
  cluster: pod.cluster,
  namespace: pod.namespace,
  kind: ward.kind,
  workload: ward.name,
  pod: pod.name,
  node: pod.node,
  step,
  reason,
  policy,
  by,
  evidence,
  signs: [],
  afterMs: at - noticedAt,
});

export const patientOf = ({
  ward,
  pod,
  noticedAt,
  isConfirmed,
  evidence,
  state,
  reason,
}: PodCase): Patient => ({
  cluster: pod.cluster,
  namespace: pod.namespace,
  kind: ward.kind,
  workload: ward.name,
  pod: pod.name,
  node: pod.node,
  noticedAt,
  isConfirmed,
  evidence,
  signs: [],
  state,
  reason,
});
