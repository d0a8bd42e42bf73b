import { parseDuration } from "@naru/promql";
import type { IdleHold } from "./api.ts";

/* Whether a workload may have no pods until somebody asks something of it again. Unknown is never idle. */

/** Metrics are usually told of once a minute: who is not heard of for longer than this may be asked anything. */
export const silentMs = 180_000;
const leastMs = 60_000;

/** `10m`, `1h30m`.
 *  @returns milliseconds; undefined where it is no duration, or one of less than a minute */
export function periodIn(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= leastMs ? ms : undefined;
}

export interface PodFacts {
  readonly name: string;
  /** Milliseconds since 1970; null: it is not ready, or never was heard of. */
  readonly readyAt: number | null;
  /** Up to when it has told of itself. */
  readonly toldAt: number | null;
}

export interface IdleFacts {
  readonly now: number;
  readonly kind: string;
  /** Undefined: what it asks for is none. */
  readonly periodMs: number | undefined;
  /** Its cluster holds requests until pods are there. */
  readonly isOffered: boolean;
  /** How its cluster is, is known. */
  readonly isLive: boolean;
  readonly entrances: readonly string[];
  /** The least that its autoscaler leaves; undefined: it has none. */
  readonly autoscalerMin: number | undefined;
  /** All its pods are there, ready, and of one revision. */
  readonly isSettled: boolean;
  readonly pods: readonly PodFacts[];
  /** Since when the same pods are watched and nothing was asked of them. */
  readonly idleSince: number;
}

export type Verdict =
  | { readonly kind: "sleep" }
  | { readonly kind: "awake" }
  | { readonly kind: "held"; readonly why: IdleHold };

const held = (why: IdleHold): Verdict => ({ kind: "held", why });

export function decide(facts: IdleFacts): Verdict {
  const { kind, periodMs, isOffered, isLive, isSettled, entrances, autoscalerMin, pods, idleSince } = facts;
  if (kind !== "Deployment" && kind !== "StatefulSet") return held("kind");
  if (periodMs === undefined) return held("period");
  if (!isOffered) return held("cluster");
  if (!isLive) return held("blind");
  if (entrances.length === 0) return held("entrance");
  if (autoscalerMin === 0) return held("autoscaler");
  if (!isSettled || pods.length === 0) return held("rollout");
  if (silentAmong(facts)) return held("silent");
  // What was asked after the last word of a pod is not known yet.
  const knownUntil = Math.min(...pods.map(({ toldAt }) => toldAt ?? 0));
  return knownUntil - idleSince >= periodMs ? { kind: "sleep" } : { kind: "awake" };
}

/** A pod that should have been heard of and was not: a young one has not had the time yet. */
export const silentAmong = ({ now, pods }: Pick<IdleFacts, "now" | "pods">): PodFacts | undefined =>
  pods.find(({ readyAt, toldAt }) => now - Math.max(toldAt ?? 0, readyAt ?? now) > silentMs);
