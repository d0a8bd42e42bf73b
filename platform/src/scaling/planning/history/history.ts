import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { PodRow, WorkloadRow } from "#kubernetes/api.ts";
import type { AutoscalerRow, Picture } from "#kubernetes/index.ts";
import { gridOf, type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import { stepsBetween } from "../../healing/store.ts";
import { type Autoscaler, type Place, plannedKinds } from "../shapes/api.ts";
import { coresOver, type Fleet, podUses, replicasOver, trafficOver } from "../store.ts";
import type { CapacityRow, getCapacity, listCapacity } from "./api.ts";
import { decisionsOf } from "./decisions.ts";

const mostSteps = 240;
const leastSeconds = 60;
const dayMs = 86_400_000;
const mostDecisions = 200;

/** What is asked of the rest of the platform. */
export interface Sight {
  readonly picture: Picture;
  readonly read: Read;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function capacityList(
  { picture, read, now }: Sight,
  range: z.output<typeof listCapacity.input>,
): Promise<z.output<typeof listCapacity.output>> {
  const { from, to } = windowOf(range, now);
  const window = { from: Math.max(from, to - dayMs), to };
  const uses = new Map(
    (await podUses(read, window)).map((use) => [`${use.cluster}/${use.namespace}/${use.pod}`, use]),
  );
  const pods = Map.groupBy(picture.pods(), ({ cluster, workload }) =>
    workload ? keyOf({ cluster, ...workload }) : "",
  );
  const autoscalers = autoscalersByTarget(picture.autoscalers());
  const workloads = picture
    .workloads()
    .filter(({ kind }) => plannedKinds.some((each) => each === kind))
    .map((workload): CapacityRow => {
      const own = pods.get(keyOf(workload)) ?? [];
      const used = own.map((pod) => uses.get(`${pod.cluster}/${pod.namespace}/${pod.name}`));
      return {
        ...placeOf(workload),
        ready: workload.ready,
        desired: workload.desired,
        autoscaler: briefly(autoscalers.get(keyOf(workload))),
        cpuUsed: total(used.map((use) => use?.cpu)),
        cpuRequested: total(own.map(({ requests }) => requests.cpu)),
        memoryUsed: total(used.map((use) => use?.memory)),
        memoryRequested: total(own.map(({ requests }) => requests.memory)),
      };
    });
  return { workloads, isCut: window.from > from };
}

const placeOf = ({ cluster, kind, namespace, name }: WorkloadRow) => ({ cluster, kind, namespace, name });

interface Named {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
const keyOf = ({ cluster, kind, namespace, name }: Named) => `${cluster}/${kind}/${namespace}/${name}`;

const autoscalersByTarget = (rows: readonly AutoscalerRow[]) =>
  new Map(rows.map((row) => [keyOf({ ...row, ...row.target }), row]));

const briefly = (row: AutoscalerRow | undefined): CapacityRow["autoscaler"] =>
  row === undefined
    ? null
    : {
        min: row.bounds.minReplicas ?? 1,
        max: row.bounds.maxReplicas,
        isBlind: row.conditions.some(({ type, status }) => type === "ScalingActive" && status === "False"),
      };

function total(amounts: readonly (number | null | undefined)[]): number | null {
  const known = amounts.filter((amount) => typeof amount === "number");
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
}

/** @throws NaruError NOT_FOUND */
export function workloadAt({ picture }: Pick<Sight, "picture">, place: Place): WorkloadRow {
  const found = picture.workloads().find((each) => keyOf(each) === keyOf(place));
  if (found) return found;
  throw new NaruError("NOT_FOUND", `There is no ${place.kind} ${place.namespace}/${place.name} now.`, {
    help: "scaling.listCapacity names what there is.",
  });
}

export const podsAt = ({ picture }: Pick<Sight, "picture">, place: Place): PodRow[] =>
  picture
    .pods()
    .filter(({ cluster, workload }) => workload && keyOf({ cluster, ...workload }) === keyOf(place));

export const fleetAt = (sight: Pick<Sight, "picture">, place: Place): Fleet => ({
  ...place,
  pods: podsAt(sight, place).map(({ name }) => name),
});

export const autoscalerAt = ({ picture }: Pick<Sight, "picture">, place: Place): AutoscalerRow | undefined =>
  autoscalersByTarget(picture.autoscalers()).get(keyOf(place));

/** Services by whose spans a workload's load is known. */
export async function servicesAt({ picture, read }: Sight, place: Place, window: Window): Promise<string[]> {
  const relations = await picture.relations(read, window);
  const own = relations.filter(
    ({ cluster, workload }) =>
      keyOf({ ...workload, cluster: cluster === "" ? place.cluster : cluster }) === keyOf(place),
  );
  return [...new Set(own.map(({ service }) => service))].toSorted();
}

export async function capacityOf(
  sight: Sight,
  { from, to, ...place }: z.output<typeof getCapacity.input>,
): Promise<z.output<typeof getCapacity.output>> {
  const { picture, read, now } = sight;
  const workload = workloadAt(sight, place);
  const window = windowOf({ from, to }, now);
  const grid = gridOf(window, mostSteps, leastSeconds);
  const row = autoscalerAt(sight, place);
  const services = await servicesAt(sight, place, window);
  const ofAutoscaler = row && {
    cluster: place.cluster,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
  };
  const [replicas, traffic, cpu, changes, autoscalerChanges, own, events, steps] = await Promise.all([
    replicasOver(read, place, grid, window),
    trafficOver(read, services, grid, window),
    coresOver(read, fleetAt(sight, place), grid, window),
    picture.changes(read, window, mostDecisions, place),
    ofAutoscaler ? picture.changes(read, window, mostDecisions, ofAutoscaler) : [],
    picture.events(read, window, mostDecisions, place),
    ofAutoscaler ? picture.events(read, window, mostDecisions, ofAutoscaler) : [],
    stepsBetween(read, window, { ...place, workload: place.name }),
  ]);
  const told = { changes: [...changes, ...autoscalerChanges], events: [...own, ...events], steps };
  return {
    ready: workload.ready,
    desired: workload.desired,
    autoscaler: row ? autoscalerOf(row) : null,
    cpuRequested: podsAt(sight, place)[0]?.requests.cpu ?? null,
    services,
    ...grid,
    replicas,
    ...traffic,
    cpu: cpu.map((cores, i) => (isOver(grid, i, now) ? cores : null)),
    rate: withNothing(traffic.rate).map((rate, i) => (isOver(grid, i, now) ? rate : null)),
    decisions: decisionsOf(place, told).slice(0, mostDecisions),
  };
}

/** Once requests are known, a step without any had none. */
export function withNothing(rates: readonly (number | null)[]): (number | null)[] {
  const first = rates.findIndex((rate) => rate !== null);
  return rates.map((rate, i) => rate ?? (first >= 0 && i > first ? 0 : null));
}

/** A step that has not ended has had less than it will have. */
const isOver = (
  { times, stepSeconds }: { times: readonly number[]; stepSeconds: number },
  i: number,
  now: number,
) => (times[i] ?? 0) + stepSeconds * 1000 <= now;

const autoscalerOf = ({ name, bounds, metrics, conditions }: AutoscalerRow): Autoscaler => ({
  name,
  min: bounds.minReplicas ?? 1,
  max: bounds.maxReplicas,
  metrics: [...metrics],
  conditions: [...conditions],
});
