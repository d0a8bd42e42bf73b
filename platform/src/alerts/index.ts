import type { ClickHouse } from "@naru/clickhouse";
import type { WriteSeries } from "@naru/remote-write";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, type Handler, handle } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import type { ClusterSource } from "#kubernetes/index.ts";
import type { RuleSource } from "#telemetry/prometheus/index.ts";
import { readerOf, windowOf } from "#telemetry/query/index.ts";
import { alertmanager } from "./alertmanager/routes.ts";
import * as api from "./api.ts";
import { AlertEngine } from "./engine.ts";
import { alertHistory, notificationHistory } from "./history/store.ts";
import { receiverList, receiverTest } from "./receivers/answers.ts";
import {
  alertDetail,
  alertList,
  firingAlerts,
  prometheusAlerts,
  prometheusGroups,
  rowOf,
  ruleList,
} from "./rules/answers.ts";
import { silenceList, silenceMade, silenceRow } from "./silences/answers.ts";

export interface AlertsOptions {
  readonly clusters: readonly ClusterSource[];
  readonly clickhouse: ClickHouse;
  /** Takes in series that rules have made. */
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
  readonly log: Logger;
  /** Address of the console, as links in messages have it. */
  readonly externalUrl: string;
  /** What clusters said last is kept here, for a start while they are away. */
  readonly folder: string;
  readonly clock?: Clock;
}

export interface Alerts {
  readonly feature: Feature;
  /** Rules and alerts for Prometheus's API. */
  readonly rules: RuleSource;
  readonly firing: Firing;
}

/** An alert that fires. Times are milliseconds since 1970. */
export interface FiringAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Silenced, or inhibited by another alert. */
  readonly isQuiet: boolean;
  readonly activeAt: number;
  readonly firedAt: number;
}

/** Alerts that fire now; undefined while it is not known yet, after a start. */
export type Firing = () => readonly FiringAlert[] | undefined;

/** Rules over all that is stored, who is told of what they find, and what became of it. */
export function openAlerts({ clock = systemClock, ...options }: AlertsOptions): Alerts {
  const engine = new AlertEngine({ ...options, clock });
  return {
    feature: {
      name: "alerts",
      operations: [...readings(engine, options, clock), ...writings(engine, options, clock)],
      routes: { permission: "platform:write", register: (app) => alertmanager(app, engine, clock) },
      metrics: () => engine.metrics(),
      start: async () => engine.start(),
      stop: () => engine.stop(),
    },
    rules: {
      groups: async () => prometheusGroups(engine),
      alerts: async () => prometheusAlerts(engine),
    },
    firing: () => (engine.isRestored ? firingAlerts(engine) : undefined),
  };
}

function readings(
  engine: AlertEngine,
  { clickhouse }: Omit<AlertsOptions, "clock">,
  clock: Clock,
): Handler[] {
  return [
    handle(api.listAlerts, (input) => alertList(engine, input)),
    handle(api.getAlert, (input, { signal }) =>
      alertDetail(engine, clickhouse, readerOf(clickhouse, signal), input, clock.now(), signal),
    ),
    handle(api.listRules, () => ruleList(engine)),
    handle(api.alertHistory, async (input, { signal }) => {
      const window = windowOf(input, clock.now());
      const steps = await alertHistory(readerOf(clickhouse, signal), window, { ...input, fingerprint: "" });
      return { steps: steps.map((step) => ({ ...rowOf(step, step), time: step.time })) };
    }),
    handle(api.notificationHistory, async (input, { signal }) => {
      const window = windowOf(input, clock.now());
      const rows = await notificationHistory(readerOf(clickhouse, signal), window, input.limit);
      return { notifications: rows.map(({ phase, ...row }) => ({ ...row, isSent: phase === "sent" })) };
    }),
    handle(api.listSilences, () => silenceList(engine, clock.now())),
    handle(api.listReceivers, (_, { signal }) => receiverList(engine, readerOf(clickhouse, signal))),
  ];
}

function writings(
  engine: AlertEngine,
  { externalUrl }: Omit<AlertsOptions, "clock">,
  clock: Clock,
): Handler[] {
  return [
    handle(api.createSilence, (input, { user = "" }) => silenceMade(engine, input, user, clock.now())),
    handle(api.expireSilence, async ({ id }) => ({
      silence: silenceRow(engine, await engine.silences.expire(id), clock.now()),
    })),
    handle(api.testReceiver, (input, { signal }) =>
      receiverTest(engine, input, clock.now(), externalUrl, signal),
    ),
  ];
}
