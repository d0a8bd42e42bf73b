import type { Tone } from "@naru/ui";
import type { NodeRow, PodRow, WorkloadRow } from "../../api.ts";

/* How states look, and which come first when the worst is wanted first. */

export const workloadTones = {
  failed: "bad",
  degraded: "bad",
  progressing: "accent",
  paused: "warn",
  suspended: "warn",
  idle: "plain",
  ready: "good",
  complete: "plain",
} as const satisfies Record<WorkloadRow["state"], Tone>;

export const podTones = {
  bad: "bad",
  waiting: "accent",
  good: "good",
  done: "plain",
} as const satisfies Record<PodRow["health"], Tone>;

export const nodeTones = {
  notReady: "bad",
  unknown: "bad",
  ready: "good",
} as const satisfies Record<NodeRow["state"], Tone>;

/** Lower is worse. */
export function rankIn<S extends string>(tones: Readonly<Record<S, Tone>>, state: S): number {
  return Object.keys(tones).indexOf(state);
}

export const isTroubled = ({ state }: Pick<WorkloadRow, "state">) =>
  state === "failed" || state === "degraded";
