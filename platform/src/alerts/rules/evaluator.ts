import type { WriteSeries } from "@naru/remote-write";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, gauge, type MetricFamily } from "#kernel/metrics.ts";
import { toNaruError } from "#kernel/failure.ts";
import type { StoredAlert } from "../history/store.ts";
import { ActiveAlerts, type ActiveAlertsOptions } from "./active.ts";
import { holdingOf, recordedOf, RuleError, type Sample } from "./evaluate.ts";
import type { AlertRule, Rule, RuleGroup } from "./rule.ts";
import { activeSeries, recordedSeries, RuleSeries } from "./series.ts";
import type { ActiveAlert } from "./state.ts";

export interface EvaluatorOptions extends ActiveAlertsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Runs an expression at a time. */
  readonly query: (expression: string, time: number, signal: AbortSignal) => Promise<readonly Sample[]>;
  /** Takes in series that rules have made. */
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
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

interface RunningGroup {
  group: RuleGroup;
  lastSlot: number;
  isRunning: boolean;
  tookMs: number;
}

/** Evaluates groups of rules on time. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #active: ActiveAlerts;
  readonly #groups = new Map<string, RunningGroup>();
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
    this.#active = new ActiveAlerts(options);
  }

  /** @returns what is firing, or was when it was stored last */
  async restore(): Promise<StoredAlert[]> {
    this.#startedAt = this.#options.clock.now();
    return this.#active.restore(this.#startedAt);
  }

  /** The rules that there are. What is no longer there is resolved.
   *  @param isGone whether a rule that is not among them is there no more, by its key */
  async use(groups: readonly RuleGroup[], isGone: (rule: string) => boolean): Promise<void> {
    const wanted = new Map(groups.map((group) => [group.key, group]));
    for (const [key, group] of wanted) {
      const running = this.#groups.get(key);
      if (running) running.group = group;
      else this.#groups.set(key, { group, lastSlot: 0, isRunning: false, tookMs: 0 });
    }
    for (const key of this.#groups.keys()) if (!wanted.has(key)) this.#groups.delete(key);
    const rules = new Set(groups.flatMap((group) => group.rules.map((rule) => rule.key)));
    for (const key of this.#health.keys()) if (!rules.has(key)) this.#health.delete(key);
    const ended = this.#active.rules().filter((key) => !rules.has(key) && isGone(key));
    // An evaluation that is under way would bring back what it still knows.
    if (ended.length > 0) await Promise.all(this.#running);
    for (const key of ended) await this.#endRule(key);
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
    return this.#active.of(rule);
  }

  healthOf({ key, problem }: Rule): RuleHealth {
    if (problem !== undefined) return { ...unknownHealth, health: "err", lastError: problem };
    return this.#health.get(key) ?? unknownHealth;
  }

  metrics(): readonly MetricFamily[] {
    const described = { name: "naru_alerts_active", help: "Alerts that are pending or firing." } as const;
    return [
      this.#evaluations.family(),
      this.#missed.family(),
      ...(["pending", "firing"] as const).map((state) =>
        gauge(described, this.#active.count(state), { state }),
      ),
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

  #step(
    group: RuleGroup,
    rule: AlertRule,
    samples: readonly Sample[],
    now: number,
  ): Promise<Iterable<ActiveAlert>> {
    const { externalUrl, graceMs } = this.#options;
    const holding = holdingOf(rule, samples, group.limit, externalUrl);
    const mayResolve = now - this.#startedAt >= graceMs;
    return this.#active.step(rule, group.cluster, { holding, mayResolve }, now);
  }

  async #endRule(key: string): Promise<void> {
    const now = this.#options.clock.now();
    await this.#active.end(key, now);
    await this.#options.write(this.#seriesOf(key).next([], now));
    this.#series.delete(key);
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

const promql = new Set(["ParseError", "EvaluationError"]);

/** What may be shown: a person's matter, or that of the store, never an internal. */
function reasonOf(cause: unknown): string {
  if (cause instanceof RuleError || (cause instanceof Error && promql.has(cause.name))) return cause.message;
  return toNaruError(cause).message;
}
