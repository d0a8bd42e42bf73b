import type { ClickHouse } from "@naru/clickhouse";
import { insertAlerts, lastAlerts, lastEvaluation, type StoredAlert } from "../history/store.ts";
import type { AlertRule } from "./rule.ts";
import { type ActiveAlert, advance, type Holding, resolvedKeptMs } from "./state.ts";

export interface ActiveAlertsOptions {
  readonly clickhouse: ClickHouse;
  /** Told after each step of alerts that fire, and of those that are resolved then, once that is stored. */
  readonly onAlerts: (alerts: readonly StoredAlert[]) => void;
}

/** A pending alert whose evaluation paused for longer begins anew, as in Prometheus (`--rules.alert.for-outage-tolerance`). */
const outageToleranceMs = 3_600_000;
/** What fires for long is stored again, before retention takes its row. */
const refreshMs = 86_400_000;
/** What was resolved in the last week may still have to be told. */
const restoredMs = 7 * 86_400_000;

/** The alerts of each rule. A step counts when it is stored: one that can't be stored changes nothing, and the next
 *  evaluation finds the same again. */
export class ActiveAlerts {
  readonly #options: ActiveAlertsOptions;
  readonly #alerts = new Map<string, ReadonlyMap<string, ActiveAlert>>();
  readonly #storedAt = new Map<string, number>();

  constructor(options: ActiveAlertsOptions) {
    this.#options = options;
  }

  /** @returns what is firing, or was when it was stored last */
  async restore(now: number): Promise<StoredAlert[]> {
    const { clickhouse } = this.#options;
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

  /** Keys of the rules that have alerts. */
  rules(): string[] {
    return [...this.#alerts.keys()];
  }

  of(rule: string): ActiveAlert[] {
    return [...(this.#alerts.get(rule)?.values() ?? [])];
  }

  count(wanted: ActiveAlert["state"]): number {
    return this.rules().reduce(
      (sum, rule) => sum + this.of(rule).filter(({ state }) => state === wanted).length,
      0,
    );
  }

  /** Takes over what an evaluation has found.
   *  @throws what the store throws: then nothing has changed */
  async step(
    rule: AlertRule,
    cluster: string,
    { holding, mayResolve }: { readonly holding: readonly Holding[]; readonly mayResolve: boolean },
    now: number,
  ): Promise<Iterable<ActiveAlert>> {
    const before = this.#alerts.get(rule.key) ?? new Map<string, ActiveAlert>();
    const { alerts, changed, dropped } = advance(before, holding, { ...rule, mayResolve }, now);
    const asked = new Set(changed.map(({ fingerprint }) => fingerprint));
    const old = [...alerts.values()].filter(
      ({ fingerprint, state }) =>
        state === "firing" &&
        !asked.has(fingerprint) &&
        now - (this.#storedAt.get(fingerprint) ?? now) > refreshMs,
    );
    const of = { time: now, cluster, rule: rule.key, name: rule.name };
    await this.#store([
      ...[...changed, ...old].map((alert) => ({ ...alert, ...of })),
      ...dropped.map((alert) => ({ ...alert, ...of, state: "dropped" as const })),
    ]);
    if (alerts.size > 0) this.#alerts.set(rule.key, alerts);
    else this.#alerts.delete(rule.key);
    const told = [...alerts.values()].filter(
      ({ fingerprint, state }) => state === "firing" || asked.has(fingerprint),
    );
    this.#tell(told.map((alert) => ({ ...alert, ...of })));
    return alerts.values();
  }

  /** Its rule was taken away, or renamed. */
  async end(rule: string, now: number): Promise<void> {
    const [cluster = ""] = rule.split("/");
    const active = this.of(rule).filter(({ state }) => state !== "resolved");
    const rows = active.map((alert): StoredAlert => ({
      ...alert,
      state: alert.state === "firing" ? "resolved" : "dropped",
      resolvedAt: alert.state === "firing" ? now : 0,
      time: now,
      cluster,
      rule,
      name: alert.labels["alertname"] ?? "",
    }));
    await this.#store(rows);
    this.#alerts.delete(rule);
    this.#tell(rows);
  }

  async #store(rows: readonly StoredAlert[]): Promise<void> {
    await insertAlerts(this.#options.clickhouse, rows);
    for (const { fingerprint, state, time } of rows) {
      if (state === "firing" || state === "pending") this.#storedAt.set(fingerprint, time);
      else this.#storedAt.delete(fingerprint);
    }
  }

  #tell(alerts: readonly StoredAlert[]): void {
    const told = alerts.filter(({ state }) => state === "firing" || state === "resolved");
    if (told.length > 0) this.#options.onAlerts(told);
  }
}

const activeOf = ({ time: _time, cluster: _cluster, rule: _rule, name: _name, ...alert }: StoredAlert) =>
  alert;
