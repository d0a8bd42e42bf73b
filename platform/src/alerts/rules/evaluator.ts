import type { ClickHouse } from "@naru/clickhouse";
import type { WriteSeries } from "@naru/remote-write";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, gauge, type MetricFamily } from "#kernel/metrics.ts";
import { toNaruError } from "#kernel/failure.ts";
import { insertAlerts, lastAlerts, lastEvaluation, type StoredAlert } from "../history/store.ts";
import { holdingOf, recordedOf, RuleError, type Sample } from "./evaluate.ts";
import type { AlertRule, Rule, RuleGroup } from "./rule.ts";
import { activeSeries, recordedSeries, RuleSeries } from "./series.ts";
import { type ActiveAlert, advance, resolvedKeptMs } from "./state.ts";

export interface EvaluatorOptions {
  readonly clickhouse: ClickHouse;
  readonly clock: Clock;
  readonly log: Logger;
  /** Runs an expression at a time. */
  readonly query: (expression: string, time: number, signal: AbortSignal) => Promise<readonly Sample[]>;
  /** Takes in series that rules have made. */
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
  /** Told after each evaluation of alerts that fire, and of those that are resolved then, once that is stored. */
  readonly onAlerts: (alerts: readonly StoredAlert[]) => void;
  readonly externalUrl: string;
  /** After a start, nothing is resolved for so long: telemetry that was held up is on its way. */
  readonly graceMs: number;
}

/** How an evaluation of a rule went. */
export interface RuleHealth {
  readonly health: "unknown" | "ok" | "err";
  readonly lastError: string;
  /** Milliseconds since 1970; 0: never. */
  readonly lastEvaluation: number;
  readonly evaluationMs: number;
}

const unknownHealth: RuleHealth = { health: "unknown", lastError: "", lastEvaluation: 0, evaluationMs: 0 };
const mostAtOnce = 4;
/** A pending alert whose evaluation paused for longer begins anew, as in Prometheus (`--rules.alert.for-outage-tolerance`). */
const outageToleranceMs = 3_600_000;
/** What fires for long is stored again, before retention takes its row. */
const refreshMs = 86_400_000;
/** What was resolved in the last week may still have to be told. */
const restoredMs = 7 * 86_400_000;

interface RunningGroup {
  group: RuleGroup;
  lastSlot: number;
  isRunning: boolean;
  tookMs: number;
}

/** Evaluates groups of rules on time and keeps what is active. A step counts when it is stored: an evaluation that
 *  can't be stored changes nothing, and the next one finds the same again. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #groups = new Map<string, RunningGroup>();
  readonly #alerts = new Map<string, ReadonlyMap<string, ActiveAlert>>();
  readonly #storedAt = new Map<string, number>();
  readonly #health = new Map<string, RuleHealth>();
  readonly #series = new Map<string, RuleSeries>();
  readonly #stopped = new AbortController();
  readonly #evaluations = counter({
    name: "naru_alerts_evaluations_total",
    help: "Evaluations of rules, by outcome.",
  });
  readonly #missed = counter({
    name: "naru_alerts_evaluations_missed_total",
    help: "Evaluations left out because the one before took too long.",
  });
  #startedAt = 0;
  #running = new Set<Promise<void>>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** @returns what is firing, or was when it was stored last */
  async restore(): Promise<StoredAlert[]> {
    const { clickhouse, clock } = this.#options;
    const now = clock.now();
    this.#startedAt = now;
    const [rows, evaluated] = await Promise.all([
      lastAlerts(clickhouse, now - restoredMs),
      lastEvaluation(clickhouse, now - outageToleranceMs),
    ]);
    const paused = now - evaluated;
    for (const row of rows) {
      if (row.state === "dropped" || (row.state === "pending" && evaluated === 0)) continue;
      if (row.state === "resolved" && now - row.resolvedAt > resolvedKeptMs) continue;
      const activeAt = row.state === "pending" ? row.activeAt + paused : row.activeAt;
      const alert: ActiveAlert = { ...activeOf(row), state: row.state, activeAt };
      this.#alerts.set(row.rule, new Map(this.#alerts.get(row.rule)).set(row.fingerprint, alert));
      this.#storedAt.set(row.fingerprint, row.time);
    }
    return rows.filter(({ state }) => state === "firing" || state === "resolved");
  }

  /** The rules that there are. What is no longer there is resolved.
   *  @param isKnown whether everything of a cluster is seen */
  async use(groups: readonly RuleGroup[], isKnown: (cluster: string) => boolean): Promise<void> {
    const wanted = new Map(groups.map((group) => [group.key, group]));
    for (const [key, group] of wanted) {
      const running = this.#groups.get(key);
      if (running) running.group = group;
      else this.#groups.set(key, { group, lastSlot: 0, isRunning: false, tookMs: 0 });
    }
    for (const key of this.#groups.keys()) if (!wanted.has(key)) this.#groups.delete(key);
    const rules = new Set(groups.flatMap((group) => group.rules.map((rule) => rule.key)));
    for (const key of this.#health.keys()) if (!rules.has(key)) this.#health.delete(key);
    for (const key of this.#alerts.keys()) {
      if (!rules.has(key) && isKnown(key.slice(0, key.indexOf("/")))) await this.#endRule(key);
    }
  }

  /** Starts what is due; does not wait for it. */
  tick(): void {
    const now = this.#options.clock.now();
    for (const running of this.#groups.values()) {
      if (this.#running.size >= mostAtOnce) return;
      const slot = slotOf(running.group, now);
      if (running.isRunning || slot <= running.lastSlot) continue;
      if (running.lastSlot > 0) this.#noteMissed((slot - running.lastSlot) / running.group.intervalMs - 1);
      running.lastSlot = slot;
      running.isRunning = true;
      const run = this.#evaluate(running, slot).finally(() => {
        running.isRunning = false;
        this.#running.delete(run);
      });
      this.#running.add(run);
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  groups(): readonly {
    readonly group: RuleGroup;
    readonly lastEvaluation: number;
    readonly tookMs: number;
  }[] {
    return [...this.#groups.values()].map(({ group, lastSlot, tookMs }) => ({
      group,
      lastEvaluation: lastSlot,
      tookMs,
    }));
  }

  alertsOf(rule: string): ActiveAlert[] {
    return [...(this.#alerts.get(rule)?.values() ?? [])];
  }

  healthOf({ key, problem }: Rule): RuleHealth {
    if (problem !== undefined) return { ...unknownHealth, health: "err", lastError: problem };
    return this.#health.get(key) ?? unknownHealth;
  }

  metrics(): readonly MetricFamily[] {
    const count = (wanted: ActiveAlert["state"]) =>
      [...this.#alerts.values()].reduce(
        (sum, alerts) => sum + [...alerts.values()].filter(({ state }) => state === wanted).length,
        0,
      );
    const described = { name: "naru_alerts_active", help: "Alerts that are pending or firing." } as const;
    return [
      this.#evaluations.family(),
      this.#missed.family(),
      ...(["pending", "firing"] as const).map((state) => gauge(described, count(state), { state })),
    ];
  }

  async #evaluate(running: RunningGroup, slot: number): Promise<void> {
    const started = performance.now();
    for (const rule of running.group.rules) {
      if (this.#stopped.signal.aborted) return;
      if (rule.problem === undefined) await this.#evaluateRule(running.group, rule, slot);
    }
    running.tookMs = performance.now() - started;
  }

  async #evaluateRule(group: RuleGroup, rule: Rule, slot: number): Promise<void> {
    const started = performance.now();
    const outcome = (health: "ok" | "err", lastError: string) => {
      this.#evaluations.add(1, { outcome: health });
      const evaluationMs = performance.now() - started;
      this.#health.set(rule.key, { health, lastError, lastEvaluation: slot, evaluationMs });
    };
    try {
      const time = slot - group.queryOffsetMs;
      const samples = await this.#options.query(rule.expression, time, this.#stopped.signal);
      const made =
        rule.kind === "alert"
          ? activeSeries(rule, await this.#step(group, rule, samples, slot))
          : recordedSeries(recordedOf(rule, samples, group.limit));
      await this.#options.write(this.#seriesOf(rule.key).next(made, rule.kind === "alert" ? slot : time));
      outcome("ok", "");
    } catch (cause) {
      if (this.#stopped.signal.aborted) return;
      outcome("err", reasonOf(cause));
      this.#options.log.warn({ err: cause, rule: rule.key }, "a rule could not be evaluated");
    }
  }

  async #step(
    group: RuleGroup,
    rule: AlertRule,
    samples: readonly Sample[],
    now: number,
  ): Promise<Iterable<ActiveAlert>> {
    const holding = holdingOf(rule, samples, group.limit, this.#options.externalUrl);
    const timing = { ...rule, mayResolve: now - this.#startedAt >= this.#options.graceMs };
    const { alerts, changed, dropped } = advance(
      this.#alerts.get(rule.key) ?? new Map(),
      holding,
      timing,
      now,
    );
    const asked = new Set(changed.map(({ fingerprint }) => fingerprint));
    const old = [...alerts.values()].filter(
      ({ fingerprint, state }) =>
        state === "firing" &&
        !asked.has(fingerprint) &&
        now - (this.#storedAt.get(fingerprint) ?? now) > refreshMs,
    );
    const of = { time: now, cluster: group.cluster, rule: rule.key, name: rule.name };
    const rows: StoredAlert[] = [
      ...[...changed, ...old].map((alert) => ({ ...alert, ...of })),
      ...dropped.map((alert) => ({ ...alert, ...of, state: "dropped" as const })),
    ];
    await this.#store(rows);
    if (alerts.size > 0) this.#alerts.set(rule.key, alerts);
    else this.#alerts.delete(rule.key);
    const isChanged = (alert: ActiveAlert) => changed.includes(alert);
    const told = [...alerts.values()].filter((alert) => alert.state === "firing" || isChanged(alert));
    this.#tell(told.map((alert) => ({ ...alert, ...of })));
    return alerts.values();
  }

  async #store(rows: readonly StoredAlert[]): Promise<void> {
    await insertAlerts(this.#options.clickhouse, rows);
    for (const { fingerprint, state, time } of rows) {
      if (state === "firing" || state === "pending") this.#storedAt.set(fingerprint, time);
      else this.#storedAt.delete(fingerprint);
    }
  }

  /** Its rule was taken away, or renamed. */
  async #endRule(key: string): Promise<void> {
    const now = this.#options.clock.now();
    const [cluster = ""] = key.split("/");
    const active = this.alertsOf(key).filter(({ state }) => state !== "resolved");
    const rows = active.map((alert): StoredAlert => ({
      ...alert,
      state: alert.state === "firing" ? "resolved" : "dropped",
      resolvedAt: alert.state === "firing" ? now : 0,
      time: now,
      cluster,
      rule: key,
      name: alert.labels["alertname"] ?? "",
    }));
    await this.#store(rows);
    this.#alerts.delete(key);
    this.#tell(rows);
    await this.#options.write(this.#seriesOf(key).next([], now));
    this.#series.delete(key);
  }

  #tell(alerts: readonly StoredAlert[]): void {
    const told = alerts.filter(({ state }) => state === "firing" || state === "resolved");
    if (told.length > 0) this.#options.onAlerts(told);
  }

  #seriesOf(key: string): RuleSeries {
    const known = this.#series.get(key) ?? new RuleSeries();
    this.#series.set(key, known);
    return known;
  }

  #noteMissed(slots: number): void {
    if (slots >= 1) this.#missed.add(Math.floor(slots));
  }
}

/** The evaluation that is due last: every interval, each group at a moment of its own. */
export function slotOf({ key, intervalMs }: Pick<RuleGroup, "key" | "intervalMs">, now: number): number {
  let hash = 0;
  for (const c of key) hash = (hash * 31 + (c.codePointAt(0) ?? 0)) >>> 0;
  const offset = hash % intervalMs;
  return Math.floor((now - offset) / intervalMs) * intervalMs + offset;
}

const activeOf = ({ time: _time, cluster: _cluster, rule: _rule, name: _name, ...alert }: StoredAlert) =>
  alert;

const promql = new Set(["ParseError", "EvaluationError"]);

/** What may be shown: a person's matter, or that of the store, never an internal. */
function reasonOf(cause: unknown): string {
  if (cause instanceof RuleError || (cause instanceof Error && promql.has(cause.name))) return cause.message;
  return toNaruError(cause).message;
}
