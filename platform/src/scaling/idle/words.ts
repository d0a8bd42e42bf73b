import type { IdleHold } from "./api.ts";
import { sleepAnnotation } from "./annotations.ts";

const orRemove = `or remove the annotation ${sleepAnnotation}`;

/** Why a workload keeps its pods, and the way on.
 *  @param period  what it asks for
 *  @param about   the pod or autoscaler that is meant */
export function heldText(why: IdleHold, period: string, about: string): string {
  switch (why) {
    case "kind":
      return `Only Deployments and StatefulSets have replicas: ${sleepAnnotation} does nothing here.`;
    case "period":
      return `${sleepAnnotation} is ${JSON.stringify(period)}: give a duration of at least 1m, like 10m or 1h30m.`;
    case "cluster":
      return `Nothing would bring its pods back: only Naru's embedded cluster holds requests until pods are there. Use what this cluster has for that, ${orRemove}.`;
    case "entrance":
      return `Nothing would bring its pods back: no Service with an address of its own leads to it, and none that an Ingress names. Make one, ${orRemove}.`;
    case "autoscaler":
      return `Its autoscaler ${about} goes down to zero itself: let its minReplicas be 1 or more, ${orRemove}.`;
    case "silent":
      return `Pod ${about} has told nothing of itself for three minutes, so nobody knows whether anything is asked of it: let it send metrics and spans by OpenTelemetry, ${orRemove}.`;
    case "blind":
      return "Its cluster is not seen as it is now.";
    case "rollout":
      return "Its pods are not all there, ready, and of one revision.";
  }
}
