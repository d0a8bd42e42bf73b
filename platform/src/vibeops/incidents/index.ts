import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Context, type Feature, type Handler, handle } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import type { Firing } from "#alerts/index.ts";
import { readerOf } from "#telemetry/query/index.ts";
import { accuracy, detail, list, postMortem, similar } from "./answers.ts";
import * as api from "./api.ts";
import { type Diagnose, Keeper } from "./keeper.ts";
import { acknowledge, type Action, judge, note, reopen, resolve } from "./lifecycle/actions.ts";
import { firingOf } from "./lifecycle/alerts.ts";
import { rowOf } from "./store.ts";

export type { Diagnose } from "./keeper.ts";

export interface IncidentsOptions {
  readonly clickhouse: ClickHouse;
  /** Left out: incidents are opened by alerts only. */
  readonly diagnose?: Diagnose | undefined;
  /** Alerts that fire now. */
  readonly firing: Firing;
  /** How often it is looked whether anything is wrong; 0: never. */
  readonly everyMs: number;
  /** Address of the console, for links in reports. */
  readonly externalUrl: string;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Ids of incidents and diagnoses: twelve letters and digits, at random unless given. */
  readonly newId?: (() => string) | undefined;
}

export interface Incidents {
  readonly feature: Feature;
  /** Looks once whether anything is wrong. */
  readonly look: () => Promise<void>;
}

/** Trouble, from the first odd minute to what was learnt of it. */
export function openIncidents({ clock = systemClock, firing, ...options }: IncidentsOptions): Incidents {
  const keeper = new Keeper({ ...options, firing: () => firingOf(firing()), clock });
  return {
    feature: {
      name: "incidents",
      operations: [...readings(keeper, options, clock), ...writings(keeper)],
      metrics: () => keeper.metrics(),
      start: async () => keeper.start(),
      stop: () => keeper.stop(),
    },
    look: () => keeper.look(),
  };
}

function readings(
  keeper: Keeper,
  { clickhouse, externalUrl }: Pick<IncidentsOptions, "clickhouse" | "externalUrl">,
  clock: Clock,
): Handler[] {
  const reader = ({ signal }: Context) => readerOf(clickhouse, signal);
  return [
    handle(api.listIncidents, (input, context) => list(reader(context), input, clock.now(), keeper.watch())),
    handle(api.getIncident, (input, context) => detail(reader(context), input)),
    handle(api.incidentAccuracy, (input, context) => accuracy(reader(context), input, clock.now())),
    handle(api.similarIncidents, (input, context) => similar(reader(context), input)),
    handle(api.exportIncident, (input, context) =>
      postMortem(reader(context), input, { externalUrl, now: clock.now() }),
    ),
  ];
}

function writings(keeper: Keeper): Handler[] {
  const act = async (id: string, action: Action, user = "") => ({
    incident: rowOf(await keeper.act(id, action, user)),
  });
  return [
    handle(api.acknowledgeIncident, ({ id, isAcknowledged }, { user }) =>
      act(id, acknowledge(isAcknowledged), user),
    ),
    handle(api.resolveIncident, ({ id, text }, { user }) => act(id, resolve(text), user)),
    handle(api.reopenIncident, ({ id }, { user }) => act(id, reopen, user)),
    handle(api.addNote, ({ id, text }, { user }) => act(id, note(text), user)),
    handle(api.setVerdict, ({ id, ...judgement }, { user }) => act(id, judge(judgement), user)),
  ];
}
