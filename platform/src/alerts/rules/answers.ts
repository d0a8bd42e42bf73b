import type { z } from "zod";
import { formatValue, parse, rangeQuery } from "@naru/promql";
import type { ClickHouse } from "@naru/clickhouse";
import { promqlSource } from "#telemetry/prometheus/index.ts";
import { gridOf, type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import type { AlertEngine } from "../engine.ts";
import { alertHistory, type StoredAlert } from "../history/store.ts";
import type { AlertRow } from "../shapes/api.ts";
import type { ActiveAlertRow, getAlert, listAlerts, listRules } from "./api.ts";
import type { AlertRule, LabelSet, Rule } from "./rule.ts";
import type { ActiveAlert } from "./state.ts";

const severities = ["critical", "error", "warning", "info", "none"];
const rankOf = (severity: string): number => (severities.indexOf(severity) + 1 || severities.length) - 1;
const states = ["firing", "pending", "resolved"];

export function rowOf(
  alert: ActiveAlert | StoredAlert,
  of: { cluster: string; rule: string; name: string },
): AlertRow {
  const { fingerprint, labels, annotations, value, activeAt, firedAt, resolvedAt } = alert;
  return {
    ...of,
    fingerprint,
    state: alert.state === "dropped" ? "resolved" : alert.state,
    severity: labels["severity"] ?? "",
    labels: { ...labels },
    annotations: { ...annotations },
    value: Number.isFinite(value) ? value : null,
    activeAt,
    firedAt,
    resolvedAt,
  };
}

/** Every alert that is known now, with the rule that made it. */
export function activeAlerts({ evaluator, dispatcher }: AlertEngine): ActiveAlertRow[] {
  return evaluator.groups().flatMap(({ group }) =>
    group.rules
      .filter((rule): rule is AlertRule => rule.kind === "alert")
      .flatMap((rule) =>
        evaluator.alertsOf(rule.key).map((alert) => {
          const of = { cluster: group.cluster, rule: rule.key, name: rule.name };
          const { silencedBy, inhibitedBy } = dispatcher.mutingOf({ ...alert, cluster: group.cluster });
          return {
            ...rowOf(alert, of),
            expression: rule.expression,
            silencedBy: [...silencedBy],
            inhibitedBy: [...inhibitedBy],
            receivers: dispatcher.receiversOf({ cluster: group.cluster, labels: alert.labels }),
          };
        }),
      ),
  );
}

/** For features that look at alerts. */
export const firingAlerts = (engine: AlertEngine) =>
  activeAlerts(engine)
    .filter(({ state }) => state === "firing")
    .map((row) => ({ ...row, isQuiet: isQuiet(row) }));

const isQuiet = (row: ActiveAlertRow): boolean => row.silencedBy.length + row.inhibitedBy.length > 0;

export function alertList(engine: AlertEngine, { state, search }: z.output<typeof listAlerts.input>) {
  const all = activeAlerts(engine);
  const rules = engine.evaluator.groups().flatMap(({ group }) => group.rules);
  const wanted = search.toLowerCase();
  const fits = (row: ActiveAlertRow) =>
    (state === "all" || row.state === state) &&
    (wanted === "" ||
      [row.name, ...Object.values(row.labels), row.annotations["summary"] ?? ""]
        .join(" ")
        .toLowerCase()
        .includes(wanted));
  const count = (wantedState: AlertRow["state"]) => all.filter((row) => row.state === wantedState).length;
  return {
    alerts: all
      .filter(fits)
      .toSorted(
        (a, b) =>
          states.indexOf(a.state) - states.indexOf(b.state) ||
          Number(isQuiet(a)) - Number(isQuiet(b)) ||
          rankOf(a.severity) - rankOf(b.severity) ||
          a.activeAt - b.activeAt,
      ),
    clusters: [...engine.clusters.values()].map((cluster) => {
      const { state: reach, error } = cluster.status();
      return { name: cluster.name, state: reach, error: error ?? null, isKnown: cluster.knowsRules };
    }),
    counts: {
      firing: count("firing"),
      pending: count("pending"),
      silenced: all.filter((row) => row.state === "firing" && isQuiet(row)).length,
      rules: rules.length,
      failing: rules.filter((rule) => engine.evaluator.healthOf(rule).health === "err").length,
      problems: engine.problems("PrometheusRule").length + engine.problems("AlertmanagerConfig").length,
    },
  };
}

const mostSteps = 240;
const leastStepSeconds = 10;
const mostSeries = 5;
const mostHistory = 100;
const chartTimeoutMs = 10_000;

export async function alertDetail(
  engine: AlertEngine,
  clickhouse: ClickHouse,
  read: Read,
  input: z.output<typeof getAlert.input>,
  now: number,
  signal: AbortSignal,
) {
  const window = windowOf(input, now);
  const alert = activeAlerts(engine).find(({ fingerprint }) => fingerprint === input.fingerprint) ?? null;
  const longAgo = { from: now - 30 * 86_400_000, to: now + 1 };
  const steps = await alertHistory(read, longAgo, {
    search: "",
    fingerprint: input.fingerprint,
    limit: mostHistory,
  });
  const chart = alert
    ? await chartOf(clickhouse, alert, window, signal)
    : { times: [], stepSeconds: leastStepSeconds, series: [], error: null };
  return { alert, chart, steps: steps.map((step) => ({ ...rowOf(step, step), time: step.time })) };
}

/** What the rule looks at: its expression without the comparison at its top, so that a line shows on both sides of it. */
async function chartOf(
  clickhouse: ClickHouse,
  { expression, labels }: ActiveAlertRow,
  window: Window,
  signal: AbortSignal,
) {
  const { times, stepSeconds } = gridOf(window, mostSteps, leastStepSeconds);
  const shown = [...times];
  const [start = window.from, end = window.to] = [times[0], times.at(-1)];
  try {
    const { result } = await rangeQuery(
      measured(expression),
      { start, end, step: stepSeconds * 1000 },
      { source: promqlSource(clickhouse), signal, timeoutMs: chartTimeoutMs, mostSamples: 5_000_000 },
    );
    const own = result.rows.filter((row) =>
      [...row.labels].every(([name, value]) => name === "__name__" || labels[name] === value),
    );
    const series = (own.length > 0 ? own : result.rows).slice(0, mostSeries).map((row) => ({
      name: row.labels.withoutDescription().toString(),
      values: shown.map((_, i) =>
        row.kinds[i] === 1 && Number.isFinite(row.values[i]) ? (row.values[i] ?? null) : null,
      ),
    }));
    return { times: shown, stepSeconds, series, error: null };
  } catch (cause) {
    if (signal.aborted) throw cause;
    return {
      times: shown,
      stepSeconds,
      series: [],
      error: cause instanceof Error ? cause.message : String(cause),
    };
  }
}

/** `rate(x[5m])` of `rate(x[5m]) > 1`; anything else as it is. */
export function measured(expression: string): string {
  const compared = /^([\s\S]+?)\s*(?:>=|<=|>|<|==|!=)\s*[-+]?[\d.]+(?:[eE][-+]?\d+)?\s*$/.exec(
    expression,
  )?.[1];
  if (compared === undefined) return expression;
  try {
    const parsed = parse(expression);
    if (parsed.kind !== "binary") return expression;
    parse(compared);
    return compared;
  } catch {
    return expression;
  }
}

export function ruleList(engine: AlertEngine): z.output<typeof listRules.output> {
  return {
    groups: engine.evaluator.groups().map(({ group }) => ({
      cluster: group.cluster,
      namespace: group.namespace,
      resource: group.resource,
      name: group.name,
      intervalSeconds: group.intervalMs / 1000,
      rules: group.rules.map((rule) => ruleRow(engine, rule)),
    })),
    problems: engine.problems("PrometheusRule"),
  };
}

function ruleRow({ evaluator }: AlertEngine, rule: Rule) {
  const alerts = evaluator.alertsOf(rule.key);
  const isAlert = rule.kind === "alert";
  return {
    key: rule.key,
    kind: rule.kind,
    name: rule.name,
    expression: rule.expression,
    forSeconds: isAlert ? rule.forMs / 1000 : 0,
    keepFiringForSeconds: isAlert ? rule.keepFiringForMs / 1000 : 0,
    labels: { ...rule.labels },
    annotations: isAlert ? { ...rule.annotations } : {},
    ...evaluator.healthOf(rule),
    pending: alerts.filter(({ state }) => state === "pending").length,
    firing: alerts.filter(({ state }) => state === "firing").length,
  };
}

const rfc3339 = (ms: number): string => (ms === 0 ? "0001-01-01T00:00:00Z" : new Date(ms).toISOString());

/** As Prometheus's API tells alerts. */
export const prometheusAlerts = (engine: AlertEngine) =>
  engine.evaluator
    .groups()
    .flatMap(({ group }) => group.rules.flatMap((rule) => prometheusAlertsOf(engine, rule.key)));

const prometheusAlertsOf = ({ evaluator }: AlertEngine, rule: string) =>
  evaluator.alertsOf(rule).flatMap(({ state, labels, annotations, activeAt, value, keptSince }) =>
    state === "resolved"
      ? []
      : [
          {
            labels: labels satisfies LabelSet,
            annotations,
            state,
            activeAt: rfc3339(activeAt),
            value: formatValue(value),
            ...(keptSince > 0 && { keepFiringSince: rfc3339(keptSince) }),
          },
        ],
  );

/** As Prometheus's API tells rules. */
export const prometheusGroups = (engine: AlertEngine) =>
  engine.evaluator.groups().map(({ group, lastEvaluation, tookMs }) => ({
    name: group.name,
    file: `${group.cluster}/${group.namespace}/${group.resource}`,
    interval: group.intervalMs / 1000,
    limit: group.limit,
    evaluationTime: tookMs / 1000,
    lastEvaluation: rfc3339(lastEvaluation),
    rules: group.rules.map((rule) => prometheusRule(engine, rule)),
  }));

function prometheusRule(engine: AlertEngine, rule: Rule) {
  const { health, lastError, lastEvaluation, evaluationMs } = engine.evaluator.healthOf(rule);
  const common = {
    name: rule.name,
    query: rule.expression,
    labels: rule.labels,
    health,
    ...(lastError !== "" && { lastError }),
    evaluationTime: evaluationMs / 1000,
    lastEvaluation: rfc3339(lastEvaluation),
  };
  if (rule.kind === "record") return { ...common, type: "recording" as const };
  const alerts = prometheusAlertsOf(engine, rule.key);
  const state = alerts.some((each) => each.state === "firing")
    ? "firing"
    : alerts.length > 0
      ? "pending"
      : "inactive";
  return {
    ...common,
    type: "alerting" as const,
    state,
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    annotations: rule.annotations,
    alerts,
  };
}
