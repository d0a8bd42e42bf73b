import type { StoredAlert } from "../history/store.ts";
import type { LabelSet } from "../rules/rule.ts";

/** What receivers are given: the JSON of Alertmanager's webhook, version 4.
 *  Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export interface Message {
  readonly version: "4";
  readonly groupKey: string;
  readonly truncatedAlerts: number;
  readonly status: "firing" | "resolved";
  readonly receiver: string;
  readonly groupLabels: LabelSet;
  readonly commonLabels: LabelSet;
  readonly commonAnnotations: LabelSet;
  readonly externalURL: string;
  readonly alerts: readonly MessageAlert[];
}

export interface MessageAlert {
  readonly status: "firing" | "resolved";
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  /** RFC 3339. */
  readonly startsAt: string;
  /** Of one that fires, year 1. */
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

const noTime = "0001-01-01T00:00:00Z";
/** A message has so many alerts at most; how many were left out stands in it. */
const mostAlerts = 500;

export interface MessageOptions {
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly receiver: string;
  readonly externalUrl: string;
}

export function messageOf(alerts: readonly StoredAlert[], options: MessageOptions): Message {
  const { groupKey, groupLabels, receiver, externalUrl } = options;
  const told = alerts.map((alert) => alertOf(alert, externalUrl));
  return {
    version: "4",
    groupKey,
    truncatedAlerts: Math.max(0, told.length - mostAlerts),
    status: told.some(({ status }) => status === "firing") ? "firing" : "resolved",
    receiver,
    groupLabels,
    commonLabels: common(told.map(({ labels }) => labels)),
    commonAnnotations: common(told.map(({ annotations }) => annotations)),
    externalURL: externalUrl,
    alerts: told.slice(0, mostAlerts),
  };
}

const alertOf = (alert: StoredAlert, externalUrl: string): MessageAlert => ({
  status: alert.state === "resolved" ? "resolved" : "firing",
  labels: alert.labels,
  annotations: alert.annotations,
  startsAt: new Date(alert.firedAt).toISOString(),
  endsAt: alert.state === "resolved" ? new Date(alert.resolvedAt).toISOString() : noTime,
  generatorURL: `${externalUrl}/alerts/${alert.fingerprint}`,
  fingerprint: alert.fingerprint,
});

/** What all sets say alike. */
function common([first, ...others]: readonly LabelSet[]): LabelSet {
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([name, value]) => others.every((each) => each[name] === value)),
  );
}
