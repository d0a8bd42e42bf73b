import type { Firing } from "#alerts/index.ts";
import { empty, happened, headlineValues } from "./growth.ts";
import { alertHeadline, type Incident, type IncidentAlert, joinedServices, type Step } from "./incident.ts";

/* Alerts of rules, as part of incidents. */

/** An alert that fires. */
export interface FiringAlert extends Omit<IncidentAlert, "resolvedAt"> {
  readonly activeAt: number;
  /** Silenced or inhibited: it opens nothing and joins nothing; where it belongs already it goes on. */
  readonly isQuiet: boolean;
}

const mostAlerts = 200;

/** Alerts about a service that somebody should do something about. */
export function firingOf(firing: ReturnType<Firing>): FiringAlert[] | undefined {
  return firing?.flatMap((alert): FiringAlert[] => {
    const { fingerprint, name, severity, labels, annotations, isQuiet, activeAt, firedAt } = alert;
    const service = labels["service_name"] ?? labels["service"] ?? "";
    if (service === "" || (severity !== "warning" && severity !== "critical")) return [];
    const summary = annotations["summary"] ?? "";
    return [{ fingerprint, name, severity, service, summary, activeAt, firedAt, isQuiet }];
  });
}

export function incidentOfAlert(alert: FiringAlert, at: number, id: string): Step {
  const { activeAt, isQuiet: _isQuiet, ...told } = alert;
  const of: IncidentAlert = { ...told, resolvedAt: null };
  const incident: Incident = {
    ...empty,
    id,
    openedBy: "alert",
    openedAt: at,
    onset: Math.min(activeAt, at),
    lastSeenAt: at,
    headline: alertHeadline(of),
    services: [alert.service],
    alerts: [of],
  };
  return {
    incident,
    happenings: [
      happened("opened", at, { values: { alert: alert.name, ...headlineValues(incident) } }),
      fired(alert, at),
    ],
  };
}

const fired = ({ name, severity, service, summary, fingerprint, firedAt }: FiringAlert, at: number) =>
  happened("alert-fired", Math.min(firedAt, at), {
    values: { alert: name, severity, service, summary, fingerprint },
  });

/** An incident that an alert belongs to. */
export function attached(before: Incident, alert: FiringAlert, at: number): Step {
  const { activeAt: _activeAt, isQuiet: _isQuiet, ...told } = alert;
  const known = before.alerts.find(({ fingerprint }) => fingerprint === alert.fingerprint);
  const others = before.alerts.filter(({ fingerprint }) => fingerprint !== alert.fingerprint);
  const seen = { ...before, lastSeenAt: at, quietLooks: 0, quietSince: null };
  if (known?.resolvedAt === null) return { incident: seen, happenings: [] };
  const incident: Incident = {
    ...seen,
    services: joinedServices(before.services, [alert.service]),
    alerts: [...others, { ...told, resolvedAt: null }].slice(-mostAlerts),
  };
  return { incident, happenings: [fired(alert, at)] };
}

/** Notes which of an incident's alerts no longer fire. */
export function updated(before: Incident, firing: readonly FiringAlert[], at: number): Step | undefined {
  const fires = new Set(firing.map(({ fingerprint }) => fingerprint));
  const over = before.alerts.filter(
    ({ fingerprint, resolvedAt }) => resolvedAt === null && !fires.has(fingerprint),
  );
  if (over.length === 0) return undefined;
  return {
    incident: {
      ...before,
      alerts: before.alerts.map((alert) => (over.includes(alert) ? { ...alert, resolvedAt: at } : alert)),
    },
    happenings: over.map(({ name, service, fingerprint }) =>
      happened("alert-resolved", at, { values: { alert: name, service, fingerprint } }),
    ),
  };
}
