import { createHash } from "node:crypto";
import type { KubeObject } from "@naru/kubernetes";
import { type Condition, type Controller, type Node, type Pod, timeOf, type Written } from "../resources.ts";
import type { ChangeRow } from "./api.ts";
import type { Happening, Snapshot } from "./changes.ts";
import type { Facts } from "./facts.ts";
import type { StoredChange } from "./store.ts";

/** What of the facts may be kept across restarts: digests of secrets mean nothing to the next process, so that only
 *  the names of their keys are. */
export function lasting(kind: string, facts: Facts): Facts {
  if (kind !== "Secret") return facts;
  return Object.fromEntries(Object.keys(facts).map((key) => [key, "set"]));
}

/** When and by whom something happened, as far as the object says.
 *  @param object undefined when nothing is known but that it is gone
 *  @param now    for what has no time of its own */
export function stamped(
  cluster: string,
  snapshot: Snapshot,
  happening: Happening,
  { object, now, isLate }: { object: KubeObject | undefined; now: number; isLate: boolean },
): StoredChange {
  const time = object ? timeIn(object, happening) : null;
  const { type, differences } = happening;
  const key = JSON.stringify([cluster, snapshot.uid, type, idPart(type, time), differences]);
  return {
    id: createHash("sha256").update(key).digest("hex").slice(0, 32),
    cluster,
    uid: snapshot.uid,
    time: time ?? now,
    object: snapshot.object,
    workload: snapshot.workload,
    ...happening,
    actor: authored.has(type) ? ((object as Written | undefined)?.written?.by ?? "") : "",
    isLate,
  };
}

/** An object is made and goes once; everything else can happen again. */
const idPart = (type: ChangeRow["type"], time: number | null) =>
  type === "created" || type === "deleted" || type === "killed" ? 0 : time;

const authored = new Set<ChangeRow["type"]>(["created", "revision", "scaled", "reconfigured", "config"]);

function timeIn(object: KubeObject, { type, differences }: Happening): number | null {
  const { creationTimestamp, deletionTimestamp } = object.metadata;
  switch (type) {
    case "created":
      return timeOf(creationTimestamp);
    case "deleted":
    case "killed":
      return timeOf(deletionTimestamp);
    case "scheduled":
      return transition((object as Pod).status?.conditions, ["PodScheduled"]);
    case "restart":
      return restartTime(object as Pod, differences[0]?.field ?? "");
    case "node":
      return transition(
        (object as Node).status?.conditions,
        differences.map(({ field }) => field.replace("conditions.", "")),
      );
    case "revision":
    case "scaled":
    case "reconfigured":
    case "config":
    case "acted":
      return timeOf((object as Controller).written?.at);
  }
}

function transition(conditions: readonly Condition[] | undefined, types: readonly string[]): number | null {
  const times = (conditions ?? [])
    .filter(({ type }) => types.includes(type))
    .map(({ lastTransitionTime }) => timeOf(lastTransitionTime) ?? 0);
  return times.length === 0 ? null : Math.max(...times);
}

function restartTime({ status }: Pod, field: string): number | null {
  const runs = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return timeOf(runs.find(({ name }) => field === `restarts.${name}`)?.lastState?.terminated?.finishedAt);
}
