import type { ChangeRow, EventRow } from "#kubernetes/api.ts";
import type { HealingStep } from "../../healing/api.ts";
import { heldReason, sleptReason } from "../../idle/api.ts";
import type { Place } from "../shapes/api.ts";
import type { ScalingDecision } from "./api.ts";

interface Told {
  /** Of the workload and of its autoscalers. */
  readonly changes: readonly ChangeRow[];
  /** Of the workload and of its autoscalers. */
  readonly events: readonly EventRow[];
  readonly steps: readonly HealingStep[];
}

/** An event and the change that it tells of are seen so far apart at most. */
const togetherMs = 30_000;

/** Everything that was decided about how many pods there are and what they run, newest first. */
export function decisionsOf(place: Place, { changes, events, steps }: Told): ScalingDecision[] {
  const changed = namedIn(changes);
  const own = changed.filter(({ object }) => object.kind === place.kind && object.name === place.name);
  const scaled = own.filter(({ type }) => type === "scaled");
  const resized = events.filter(({ reason }) => Object.hasOwn(resizes, reason));
  const [pairs, alone] = paired(resized, scaled);
  const [blinds, others] = [events.filter(isAutoscalers), events.filter((event) => !isAutoscalers(event))];
  return [
    ...pairs.map(([event, change]) => sizedBy(event, change)),
    ...blinds.filter(({ type }) => type === "Warning").map((event) => warned("blind", event)),
    ...others.filter(({ reason }) => holds.has(reason)).map((event) => warned("held", event)),
    ...alone.map(scaledBy),
    ...changed.filter(({ object }) => object.kind === "HorizontalPodAutoscaler").map(ofAutoscaler),
    ...own.filter(({ type }) => type === "revision" || type === "created").map(released),
    ...steps.filter(({ step }) => step === "evicted").map(healed),
  ].toSorted((a, b) => b.at - a.at);
}

/** Reasons of events that tell of another size, whoever decided it. */
const resizes: Readonly<Record<string, ScalingDecision["kind"]>> = {
  SuccessfulRescale: "autoscaled",
  [sleptReason]: "slept",
  ScaledFromZero: "woken",
};
/** … and of events that tell why pods stay, or do not come, where a workload asks to have none while nobody needs them. */
const holds: ReadonlySet<string> = new Set([heldReason, "FailedScaleFromZero"]);

const isAutoscalers = ({ object }: EventRow) => object.kind === "HorizontalPodAutoscaler";

/** What was changed through Naru was changed by the person who used it: that line tells who, and nothing else. */
function namedIn(changes: readonly ChangeRow[]): ChangeRow[] {
  const acted = changes.filter(({ type }) => type === "acted");
  const actorOf = ({ object, time, actor }: ChangeRow) =>
    acted.find(
      (each) =>
        each.object.kind === object.kind &&
        each.object.name === object.name &&
        Math.abs(each.time - time) <= togetherMs,
    )?.actor ?? actor;
  return changes.flatMap((change) =>
    change.type === "acted" ? [] : [change.actor === "naru" ? { ...change, actor: actorOf(change) } : change],
  );
}

type Pair = readonly [event: EventRow, change: ChangeRow | undefined];

/** Each event with the change that it tells of, and the changes that no event tells of. */
function paired(events: readonly EventRow[], changes: readonly ChangeRow[]): [Pair[], ChangeRow[]] {
  const left = new Set(changes);
  const pairs = events.map((event): Pair => {
    const size = sizeIn(event.message);
    const change = [...left].find(
      (each) => Math.abs(each.time - event.time) <= togetherMs && replicasOf(each).to === size,
    );
    if (change) left.delete(change);
    return [event, change];
  });
  return [pairs, [...left]];
}

/** `New size: 4; reason: cpu resource utilization (percentage of request) above target` */
const rescale = /^New size: (\d+); reason: (.*)$/s;
const sizeIn = (message: string): number | null => {
  const [, size] = rescale.exec(message) ?? [];
  return size === undefined ? null : Number(size);
};

const countIn = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

function replicasOf({ differences }: ChangeRow): { from: number | null; to: number | null } {
  const { before, after } = differences.find(({ field }) => field === "replicas") ?? {};
  return { from: countIn(before), to: countIn(after) };
}

const nobody = { from: null, to: null, by: "", count: 1 };

const sizedBy = (event: EventRow, change: ChangeRow | undefined): ScalingDecision => ({
  ...nobody,
  id: `event/${event.object.name}/${event.time}/${event.message}`,
  at: event.time,
  kind: resizes[event.reason] ?? "autoscaled",
  from: change ? replicasOf(change).from : null,
  to: sizeIn(event.message),
  why: rescale.exec(event.message)?.[2] ?? event.message,
  by: tellerOf(event),
});

const warned = (kind: "blind" | "held", event: EventRow): ScalingDecision => ({
  ...nobody,
  id: `event/${event.object.name}/${event.time}/${event.reason}`,
  at: event.time,
  kind,
  why: kind === "held" ? event.message : `${event.reason}: ${event.message}`,
  by: tellerOf(event),
  count: event.count,
});

const tellerOf = (event: EventRow) => (isAutoscalers(event) ? event.object.name : event.source);

const scaledBy = (change: ChangeRow): ScalingDecision => ({
  ...nobody,
  ...replicasOf(change),
  id: change.id,
  at: change.time,
  kind: "scaled",
  why: "",
  by: change.actor,
});

const ofAutoscaler = ({ id, time, type, object, summary, actor }: ChangeRow): ScalingDecision => ({
  ...nobody,
  id,
  at: time,
  kind: "autoscaler",
  why: [`${object.name} ${type}`, summary].filter((part) => part !== "").join(": "),
  by: actor,
});

const released = ({ id, time, summary, actor }: ChangeRow): ScalingDecision => ({
  ...nobody,
  id,
  at: time,
  kind: "released",
  why: summary,
  by: actor,
});

const healed = ({ at, pod, evidence, by }: HealingStep): ScalingDecision => ({
  ...nobody,
  id: `healing/${at}/${pod}`,
  at,
  kind: "healed",
  why: evidence === null ? pod : `${pod}: ${evidence.ailment}`,
  by: by === "" ? "naru" : by,
});
