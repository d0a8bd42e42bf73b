import { z } from "zod";
import { operation } from "#kernel/operation.ts";

/** Why a workload keeps its pods though it asks to have none while nobody needs them.
 *  `kind`: it is of a kind that has no replicas; `period`: what it asks for is no duration; `cluster`, `entrance`: nothing would bring its pods back;
 *  `autoscaler`: its autoscaler goes down to zero itself; `silent`: a pod tells nothing of itself; `blind`: its cluster is not seen;
 *  `rollout`: its pods are not all there and alike. */
export const idleHolds = [
  "kind",
  "period",
  "cluster",
  "entrance",
  "autoscaler",
  "silent",
  "blind",
  "rollout",
] as const;
export type IdleHold = (typeof idleHolds)[number];

/** Reason of the event that says that a workload's pods went since nobody needed them. */
export const sleptReason = "ScaledToZero";
/** … and of the one that says why they stay. */
export const heldReason = "ScaleToZeroHeld";

const row = z.object({
  cluster: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** What it asks for: the annotation `naru.dev/scale-to-zero`. */
  period: z.string(),
  /** `awake`; `asleep`: the next request brings its pods back; `off`: it has none because somebody wants none; `held`: see `why`. */
  state: z.enum(["awake", "asleep", "off", "held"]),
  why: z.enum(idleHolds).nullable(),
  /** In words, with the way on; empty unless it is held. */
  message: z.string(),
  /** Since when nothing was asked of it, as far as that was watched, milliseconds since 1970; null where it is not. */
  idleSince: z.number().nullable(),
  /** How many pods come back; null unless it sleeps. */
  replicas: z.number().nullable(),
});
export type IdleRow = z.output<typeof row>;

export const listScaleToZero = operation({
  name: "scaling.listScaleToZero",
  method: "GET",
  path: "/api/scale-to-zero",
  summary: {
    en: "Workloads that ask to have no pods while nobody needs them, and why one keeps them",
    ko: "요청이 없을 때 파드를 0개로 줄이는 워크로드와 줄이지 못하는 이유",
  },
  input: z.object({}),
  output: z.object({ workloads: z.array(row) }),
  permission: "kubernetes:read",
  effect: "read",
});
