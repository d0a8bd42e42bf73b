import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import { type Read, readerOf } from "#telemetry/query/index.ts";
import type { z } from "zod";
import * as api from "./api.ts";
import { type AtRisk, atRisk, type ObjectiveAtRisk } from "./at-risk.ts";
import { byDanger } from "./budget/standing.ts";
import { declaration, declarations, lastKnown, placeOf, put, removed } from "./kept.ts";
import { courseOf, standings, threatSince } from "./measure.ts";
import { remembered } from "./remembered.ts";
import { rowsOf } from "./rows.ts";

export type { AtRisk, ObjectiveAtRisk } from "./at-risk.ts";

export interface Objectives {
  readonly feature: Feature;
  /** How all objectives stood at a moment; those without requests are left out. Declarations are as they are now. */
  readonly atRisk: AtRisk;
}

interface ObjectivesOptions {
  readonly clickhouse: ClickHouse;
  readonly objects: ObjectAccess;
  readonly clock?: Clock;
}

/** Service level objectives: declared in clusters, measured from what is stored. */
export function openObjectives({ clickhouse, objects, clock = systemClock }: ObjectivesOptions): Objectives {
  const reader = (signal: AbortSignal) => readerOf(clickhouse, signal);
  const declared = lastKnown(objects);
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
    atRisk: remembered<readonly ObjectiveAtRisk[]>(
      async (at, signal) => atRisk(await declared(signal), reader(signal), at),
      [],
    ),
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
