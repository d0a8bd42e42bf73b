import type { Message, MessageAlert } from "../notify/message.ts";
import type { LabelSet } from "../rules/rule.ts";
import { TemplateError } from "../template/error.ts";
import { expand } from "../template/expand.ts";
import { DeliveryError } from "./delivery.ts";

/** Fills in a receiver's own template; `.` is Alertmanager's data.
 *  @throws DeliveryError
 *  Source: https://prometheus.io/docs/alerting/latest/notifications/ */
export function fill(template: string, message: Message): string {
  try {
    return expand(template, { dot: dataOf(message), variables: {} });
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    throw new DeliveryError(`a template can't be expanded: ${cause.message}`, { isTransient: false, cause });
  }
}

function dataOf(message: Message) {
  const alerts = message.alerts.map((alert) => ({
    Status: alert.status,
    Labels: pairs(alert.labels),
    Annotations: pairs(alert.annotations),
    StartsAt: alert.startsAt,
    EndsAt: alert.endsAt,
    GeneratorURL: alert.generatorURL,
    Fingerprint: alert.fingerprint,
  }));
  const of = (status: MessageAlert["status"]) => alerts.filter((each) => each.Status === status);
  return {
    Receiver: message.receiver,
    Status: message.status,
    Alerts: Object.assign(alerts, { Firing: of("firing"), Resolved: of("resolved") }),
    GroupLabels: pairs(message.groupLabels),
    CommonLabels: pairs(message.commonLabels),
    CommonAnnotations: pairs(message.commonAnnotations),
    ExternalURL: message.externalURL,
    TruncatedAlerts: message.truncatedAlerts,
  };
}

/** `SortedPairs`, `Names` and `Values` do not count as pairs themselves. */
function pairs(labels: LabelSet): object {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.defineProperties(
    { ...labels },
    {
      SortedPairs: { value: sorted.map(([Name, Value]) => ({ Name, Value })) },
      Names: { value: sorted.map(([name]) => name) },
      Values: { value: sorted.map(([, value]) => value) },
    },
  );
}

const firing = (message: Message): number =>
  message.alerts.filter(({ status }) => status === "firing").length;

/** `[FIRING:2] HighErrorRatio cart` */
export function titleOf(message: Message): string {
  const mark = message.status === "firing" ? `FIRING:${firing(message)}` : "RESOLVED";
  const { alertname, ...others } = {
    ...message.groupLabels,
    alertname: message.commonLabels["alertname"] ?? "",
  };
  const rest = Object.values(others).join(" ");
  return [`[${mark}]`, alertname || `${message.alerts.length} alerts`, rest].filter(Boolean).join(" ");
}

const mostListed = 20;

/** Each alert in a paragraph: what it says, its labels, and where to look. */
export function paragraphs(
  message: Message,
): { readonly alert: MessageAlert; readonly lines: readonly string[] }[] {
  return message.alerts.slice(0, mostListed).map((alert) => {
    const { summary = "", description = "", message: plain = "", runbook_url = "" } = alert.annotations;
    const labels = Object.entries(alert.labels)
      .filter(([name]) => name !== "alertname")
      .map(([name, value]) => `${name}=${value}`)
      .join(", ");
    return {
      alert,
      lines: [summary || plain, description, labels, runbook_url].filter((line) => line !== ""),
    };
  });
}

export const leftOut = (message: Message): number =>
  message.truncatedAlerts + Math.max(0, message.alerts.length - mostListed);
