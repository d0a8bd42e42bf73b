import type { Scene } from "../../scene/scene.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { changeFact } from "./changes.ts";
import { serviceOf } from "./service.ts";

/** Somebody wants none of it any more. Whether that hurts, others tell by failing. */
export function scaledToNothing(scene: Scene): Hypothesis[] {
  return scene.changes
    .filter(
      ({ type, differences, time }) =>
        type === "scaled" &&
        time >= scene.window.from &&
        differences.some(({ field, after }) => field === "replicas" && after === "0"),
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
