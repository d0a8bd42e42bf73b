import type { Scene } from "../../scene/scene.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { changeFact } from "./changes.ts";

/** Nodes that went away. */
export function lostNodes(scene: Scene): Hypothesis[] {
  return scene.changes
    .filter(
      ({ type, summary, time }) =>
        type === "node" &&
        time >= scene.window.from &&
        /NotReady|Ready.*(?:False|Unknown)|deleted/i.test(summary),
    )
    .map((change) => ({
      rule: "kubernetes",
      kind: "node-lost" as const,
      service: change.object.name,
      subject: change.object.name,
      at: change.time,
      score: 25,
      inside: [insideOf("node", change.object.name)],
      facts: [changeFact(change, scene.window.to)],
      against: [],
      victims: [],
      touches: [change.object.name],
    }));
}
