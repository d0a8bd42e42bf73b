import type { ChangeRow } from "#kubernetes/api.ts";
import type { Scene } from "../../scene/scene.ts";
import { type Hypothesis, insideOf } from "../hypothesis.ts";
import { changeFact } from "./changes.ts";
import { serviceOf } from "./service.ts";

/** Containers that were killed because they took more memory than they may. */
export function outOfMemory(scene: Scene): Hypothesis[] {
  const killed = scene.changes.filter(
    (change) => change.type === "restart" && /OOM/.test(change.reason) && change.time >= scene.window.from,
  );
  const byWorkload = Map.groupBy(killed, ({ workload }) => `${workload.namespace}/${workload.name}`);
  return [...byWorkload.values()].map((changes) => {
    const workload = (changes[0] as ChangeRow).workload;
    return {
      rule: "kubernetes",
      kind: "memory-leak" as const,
      service: serviceOf(scene, workload),
      subject: workload.name,
      at: Math.min(...changes.map(({ time }) => time)),
      score: 15 + 5 * Math.min(5, changes.length),
      inside: [insideOf("resource", "memory")],
      facts: changes.slice(0, 3).map((change) => changeFact(change, scene.window.to)),
      against: [],
      victims: [],
      touches: [workload.name],
    };
  });
}
