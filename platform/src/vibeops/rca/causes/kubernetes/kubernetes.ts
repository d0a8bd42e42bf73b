import type { Scene } from "../../scene/scene.ts";
import type { Hypothesis } from "../hypothesis.ts";
import { endingCertificates } from "./certificates.ts";
import { outOfMemory } from "./memory.ts";
import { lostNodes, podsLost } from "./nodes.ts";
import { objectTrouble } from "./objects.ts";
import { sickPods } from "./pods.ts";
import { scaledToNothing } from "./scaled.ts";

/** What is told of pods and objects is how they are now: it belongs to windows that reach up to now. */
const recentMs = 120_000;

/** What the cluster says by itself: of pods, of objects that no pod tells of, of what happened to them, and of what is about to end. */
export function kubernetesTrouble(scene: Scene): Hypothesis[] {
  const isNow = scene.now - scene.window.to < recentMs;
  const lost = isNow ? podsLost(scene) : [];
  return [
    ...(isNow ? [...sickPods(scene, lost), ...objectTrouble(scene)] : []),
    ...outOfMemory(scene),
    ...scaledToNothing(scene),
    ...lostNodes(scene, lost),
    ...endingCertificates(scene),
  ];
}
