import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, type Handler, handle } from "#kernel/feature.ts";
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
}

/** Trouble, from the first odd minute to what was learnt of it. */
export function incidents({
  clock = systemClock,
  externalUrl,
  firing,
  ...options
}: IncidentsOptions): Feature {
  const { clickhouse } = options;
  const keeper = new Keeper({ ...options, firing: () => firingOf(firing()), clock });
  return {
    name: "incidents",
    operations: [
      handle(api.listIncidents, (input, { signal }) =>
        list(readerOf(clickhouse, signal), input, clock.now(), keeper.watch()),
      ),
      handle(api.getIncident, (input, { signal }) => detail(readerOf(clickhouse, signal), input)),
      handle(api.incidentAccuracy, (input, { signal }) =>
        accuracy(readerOf(clickhouse, signal), input, clock.now()),
      ),
      handle(api.similarIncidents, (input, { signal }) => similar(readerOf(clickhouse, signal), input)),
      handle(api.exportIncident, (input, { signal }) =>
        postMortem(readerOf(clickhouse, signal), input, { externalUrl, now: clock.now() }),
      ),
      ...writings(keeper),
    ],
    metrics: () => keeper.metrics(),
    start: async () => keeper.start(),
    stop: () => keeper.stop(),
  };
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
