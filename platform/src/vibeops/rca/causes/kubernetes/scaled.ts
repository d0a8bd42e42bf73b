import { sleptReason } from "#scaling/api.ts";
import type { ChangeRow, EventRow } from "#kubernetes/api.ts";
import type { Scene } from "../../scene/scene.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { changeFact } from "./changes.ts";
import { serviceOf } from "./service.ts";

/** The event that tells of a change is seen so far from it at most. */
const togetherMs = 30_000;

/** Somebody wants none of it any more. Whether that hurts, others tell by failing. What went to sleep since nobody needed it is no trouble. */
export function scaledToNothing(scene: Scene): Hypothesis[] {
  return scene.changes
    .filter(
      (change) =>
        change.type === "scaled" &&
        change.time >= scene.window.from &&
        change.differences.some(({ field, after }) => field === "replicas" && after === "0") &&
        !scene.events.some((event) => isSleep(event, change)),
    )
    .map((change) => ({
      rule: "kubernetes",
      kind: "dependency-down" as const,
      service: serviceOf(scene, change.workload),
      subject: change.workload.name,
      at: change.time,
      score: 4,
      inside: [insideOf("setting", "replicas", change.differences[0]?.before ?? null, "0")],
      facts: [changeFact(change, scene.window.to)],
      against: [],
      victims: [],
      touches: [change.workload.name],
    }));
}

const isSleep = ({ reason, cluster, object, time }: EventRow, change: ChangeRow): boolean =>
  reason === sleptReason &&
  cluster === change.cluster &&
  object.kind === change.object.kind &&
  object.namespace === change.object.namespace &&
  object.name === change.object.name &&
  Math.abs(time - change.time) <= togetherMs;
