import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import { type Read, readerOf } from "#telemetry/query/index.ts";
import type { z } from "zod";
import * as api from "./api.ts";
import type { ObjectiveAtRisk } from "./at-risk.ts";
import { byDanger } from "./budget/standing.ts";
import { type Declared, declaration, declarations, placeOf, put, removed } from "./kept.ts";
import { courseOf, standings, threatSince } from "./measure.ts";

export type { ObjectiveAtRisk } from "./at-risk.ts";

export interface Objectives {
  readonly feature: Feature;
  /** How all objectives stood at a moment; those without requests are left out. Declarations are as they are now. */
  readonly atRisk: AtRisk;
}
/** @param at  milliseconds since 1970 */
export type AtRisk = (at: number, signal: AbortSignal) => Promise<readonly ObjectiveAtRisk[]>;

interface ObjectivesOptions {
  readonly clickhouse: ClickHouse;
  readonly objects: ObjectAccess;
  readonly clock?: Clock;
}

/** Service level objectives: declared in clusters, measured from what is stored. */
export function openObjectives({ clickhouse, objects, clock = systemClock }: ObjectivesOptions): Objectives {
  const reader = (signal: AbortSignal) => readerOf(clickhouse, signal);
  return {
    feature: {
      name: "objectives",
      operations: [
        handle(api.listObjectives, (input, { signal }) =>
          list(objects, reader(signal), input, clock.now(), signal),
        ),
        handle(api.getObjective, (input, { signal }) =>
          show(objects, reader(signal), input, clock.now(), signal),
        ),
        handle(api.putObjective, (input, context) => put(objects, input, context)),
        handle(api.removeObjective, (input, context) => removed(objects, input, context)),
        handle(api.exportObjectives, (input, { signal }) => exported(objects, input, signal)),
      ],
    },
    atRisk: remembered((at, signal) => atRisk(objects, reader(signal), at, signal)),
  };
}

async function list(
  objects: ObjectAccess,
  read: Read,
  { cluster, service }: z.output<typeof api.listObjectives.input>,
  now: number,
  signal: AbortSignal,
) {
  const { declared, unreadable, clusters } = await declarations(objects, cluster, signal);
  const asked = declared.filter(({ objective }) => service === "" || objective.service === service);
  const shown = asked.slice(0, api.mostObjectives);
  const rows = await rowsOf(read, shown, now);
  return {
    at: now,
    objectives: rows.toSorted((a, b) => byDanger(a.standing, b.standing)),
    unreadable: unreadable.map(({ kept, message, help }) => ({ ...placeOf(kept), message, help })),
    more: asked.length - shown.length,
    clusters: [...clusters],
  };
}

async function rowsOf(read: Read, declared: readonly Declared[], now: number): Promise<api.ObjectiveRow[]> {
  const measured = await standings(
    read,
    declared.map(({ objective }) => objective),
    now,
  );
  return declared.flatMap(({ objective, kept }, i) => {
    const standing = measured[i];
    return standing === undefined ? [] : [{ ...placeOf(kept), objective, standing }];
  });
}

async function show(
  objects: ObjectAccess,
  read: Read,
  input: z.output<typeof api.getObjective.input>,
  now: number,
  signal: AbortSignal,
) {
  const { objective, kept } = await declaration(objects, input, signal);
  const [[standing], course, since] = await Promise.all([
    standings(read, [objective], now),
    courseOf(read, objective, now),
    threatSince(read, objective, now),
  ]);
  if (standing === undefined) throw new RangeError("an objective has one standing");
  return {
    ...placeOf(kept),
    objective,
    standing,
    at: now,
    yaml: kept.text,
    threatenedSince: standing.threat === null ? null : since,
    course,
  };
}

async function exported(
  objects: ObjectAccess,
  { cluster, service }: z.output<typeof api.exportObjectives.input>,
  signal: AbortSignal,
) {
  const { declared } = await declarations(objects, cluster, signal);
  const texts = declared
    .filter(({ objective }) => service === "" || objective.service === service)
    .map(({ kept }) => `${kept.text.trimEnd()}\n`);
  return { name: "objectives.yaml", yaml: texts.join("---\n") };
}

/** Of so many it is found out since when they are threatened. */
const mostThreatened = 10;

async function atRisk(
  objects: ObjectAccess,
  read: Read,
  at: number,
  signal: AbortSignal,
): Promise<ObjectiveAtRisk[]> {
  const { declared } = await declarations(objects, "", signal);
  const rows = await rowsOf(read, declared.slice(0, api.mostObjectives), at);
  const burning = rows.filter(({ standing }) => standing.state === "burning").slice(0, mostThreatened);
  const since = new Map(
    await Promise.all(
      burning.map(async ({ objective }) => [objective, await threatSince(read, objective, at)] as const),
    ),
  );
  return rows.flatMap(({ objective, standing }) => {
    const { name, title, service, operation, target, windowDays } = objective;
    const { leftShare } = standing.budget;
    if (leftShare === null) return [];
    const burnRate = standing.burnRates.find(({ minutes }) => minutes === 60)?.rate ?? 0;
    const { goneAt, threat } = standing;
    const severity = threat?.severity ?? null;
    const threatenedSince = since.get(objective) ?? null;
    const asked = { name, title, service, operation, target, windowDays };
    return [{ ...asked, leftShare, burnRate, goneAt, severity, threatenedSince }];
  });
}

/** Weeks are not counted anew at each look, and what takes long gets one twentieth of the time. */
const leastFreshMs = 60_000;
const restFactor = 20;

/** The last answer, as long as it is asked for about the same moment. */
function remembered(ask: AtRisk): AtRisk {
  let last:
    | { readonly at: number; readonly until: number; readonly answer: readonly ObjectiveAtRisk[] }
    | undefined;
  return async (at, signal) => {
    if (last !== undefined && at >= last.at && at < last.until) return last.answer;
    const began = performance.now();
    const answer = await ask(at, signal);
    const took = performance.now() - began;
    last = { at, until: at + Math.max(leastFreshMs, restFactor * took), answer };
    return answer;
  };
}
