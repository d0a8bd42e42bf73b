import type { ClickHouse } from "@naru/clickhouse";
import { float, instantQuery, Labels, type SeriesSource } from "@naru/promql";
import type { WriteSeries } from "@naru/remote-write";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import type { MetricFamily } from "#kernel/metrics.ts";
import type { ClusterSource } from "#kubernetes/index.ts";
import { promqlSource } from "#telemetry/prometheus/index.ts";
import { AlertCluster, type ObjectProblem } from "./cluster/cluster.ts";
import { lastSent, unfinished } from "./history/store.ts";
import { Dispatcher } from "./notify/dispatcher.ts";
import { type Failing, Outbox } from "./notify/outbox.ts";
import { deliver } from "./receivers/deliver.ts";
import { DeliveryError } from "./receivers/delivery.ts";
import type { Message } from "./notify/message.ts";
import type { Config } from "./routing/config.ts";
import type { Integration } from "./routing/receiver.ts";
import { Evaluator } from "./rules/evaluator.ts";
import { RuleError, type Sample } from "./rules/evaluate.ts";
import { Silences } from "./silences/silences.ts";

export interface EngineOptions {
  readonly clusters: readonly ClusterSource[];
  readonly clickhouse: ClickHouse;
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
  readonly log: Logger;
  readonly clock: Clock;
  /** Address of the console, as links in messages have it. */
  readonly externalUrl: string;
  /** What clusters said last is kept here, for a start while they are away. */
  readonly folder: string;
}

const tickMs = 250;
const queryTimeoutMs = 30_000;
const mostSamples = 10_000_000;
/** A metric that is new can wait this long for the rules about it. */
const namesKeptMs = 10_000;
/** After a start: what was sent meanwhile is let in, and loaded, before anything is held to be over. */
const graceMs = 60_000;
/** What was begun longer ago than this is no news to anybody. */
const unfinishedMs = 86_400_000;
const restorePauseMs = 2000;

/** Rules, states, silences and receivers at work. */
export class AlertEngine {
  readonly clusters: ReadonlyMap<string, AlertCluster>;
  readonly silences: Silences;
  readonly evaluator: Evaluator;
  readonly dispatcher: Dispatcher;
  readonly #options: EngineOptions;
  readonly #outbox: Outbox;
  readonly #source: SeriesSource;
  #timer: NodeJS.Timeout | undefined;
  #isRestored = false;
  #isTurning = false;
  #isChanged = true;
  #restoreAt = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: EngineOptions) {
    this.#options = options;
    const { clickhouse, clock, log, externalUrl, write, folder } = options;
    const onChange = () => {
      this.#isChanged = true;
    };
    this.clusters = new Map(
      options.clusters.map((source) => [source.name, new AlertCluster({ source, folder, log, onChange })]),
    );
    this.silences = new Silences(clickhouse, clock);
    this.#source = promqlSource(clickhouse, namesKeptMs);
    this.#outbox = new Outbox({
      clickhouse,
      clock,
      log,
      deliver: (integration, message, key, signal) => this.deliver(integration, message, key, signal),
    });
    this.dispatcher = new Dispatcher({
      clock,
      log,
      externalUrl,
      outbox: this.#outbox,
      silencesOf: (labels) => this.silences.of(labels),
    });
    this.evaluator = new Evaluator({
      clickhouse,
      clock,
      log,
      write,
      externalUrl,
      graceMs,
      query: (expression, time, signal) => this.#query(expression, time, signal),
      onAlerts: (alerts) => this.dispatcher.update(alerts),
    });
  }

  start(): void {
    for (const cluster of this.clusters.values()) cluster.start();
    if (this.clusters.size === 0) return;
    this.#timer = setInterval(() => {
      if (this.#isTurning) return;
      this.#isTurning = true;
      this.#turn = this.#work()
        .catch((err: unknown) => this.#options.log.error({ err }, "alerts could not be looked after"))
        .finally(() => {
          this.#isTurning = false;
        });
    }, tickMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#turn, this.evaluator.stop()]);
    this.#outbox.stop();
    await this.dispatcher.settle();
    await Promise.all([...this.clusters.values()].map((cluster) => cluster.stop()));
  }

  /** Whether what fired before the start is known. */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  configs(): Config[] {
    return [...this.clusters.values()]
      .flatMap((cluster) => cluster.configs().map(({ value }) => value))
      .filter((config) => config !== undefined);
  }

  integrations(): { readonly config: Config; readonly integration: Integration }[] {
    return this.configs().flatMap((config) =>
      [...config.receivers.values()].flat().map((integration) => ({ config, integration })),
    );
  }

  /** @throws DeliveryError */
  async deliver(integration: Integration, message: Message, key: string, signal: AbortSignal): Promise<void> {
    const cluster = this.clusters.get(integration.cluster);
    if (!cluster) throw new DeliveryError("its cluster is no longer there", { isTransient: false });
    await deliver(integration, message, key, cluster.secretReader(integration.namespace), signal);
  }

  failingOf(integration: string): Failing | undefined {
    return this.#outbox.failingOf(integration);
  }

  /** What of rules, or of routes and receivers, can't be read. */
  problems(kind: ObjectProblem["kind"]): ObjectProblem[] {
    return [...this.clusters.values()]
      .flatMap((cluster) => cluster.problems())
      .filter((problem) => problem.kind === kind);
  }

  metrics(): readonly MetricFamily[] {
    return [...this.evaluator.metrics(), ...this.dispatcher.metrics(), ...this.#outbox.metrics()];
  }

  async #work(): Promise<void> {
    if (!this.#isRestored && !(await this.#restore())) return;
    for (const cluster of this.clusters.values()) cluster.look();
    if (this.#isChanged) await this.#use();
    this.evaluator.tick();
    this.dispatcher.tick();
  }

  /** Before the first turn. While the store is away nothing is evaluated, so nothing is missed by waiting for it. */
  async #restore(): Promise<boolean> {
    const { clickhouse, clock, log } = this.#options;
    if (clock.now() < this.#restoreAt) return false;
    try {
      const [alerts, sent, begun] = await Promise.all([
        this.evaluator.restore(),
        lastSent(clickhouse),
        unfinished(clickhouse, clock.now() - unfinishedMs),
        this.silences.restore(),
      ]);
      this.dispatcher.restore(alerts, sent, begun);
      this.#isRestored = true;
    } catch (err) {
      this.#restoreAt = clock.now() + restorePauseMs;
      log.warn({ err }, "alerts wait for the store");
    }
    return this.#isRestored;
  }

  /** Takes over what clusters say now; what a cluster has not said yet stays as it was. */
  async #use(): Promise<void> {
    this.#isChanged = false;
    const clusters = [...this.clusters.values()];
    const isKnown = (name: string) => this.clusters.get(name)?.knowsConfigs ?? true;
    if (clusters.some((cluster) => cluster.knowsConfigs)) this.dispatcher.use(this.configs(), isKnown);
    const groups = clusters.flatMap((cluster) => cluster.rules().flatMap(({ value }) => value?.groups ?? []));
    const isGone = (rule: string) =>
      this.clusters.get(rule.slice(0, rule.indexOf("/")))?.isGone(rule) ?? false;
    try {
      await this.evaluator.use(groups, isGone);
    } catch (error) {
      this.#isChanged = true;
      throw error;
    }
    await Promise.all(clusters.map((cluster) => cluster.keep()));
  }

  async #query(expression: string, time: number, signal: AbortSignal): Promise<readonly Sample[]> {
    const { result } = await instantQuery(expression, time, {
      source: this.#source,
      signal,
      timeoutMs: queryTimeoutMs,
      mostSamples,
    });
    if (result.type === "scalar") return [{ labels: Labels.empty, value: result.value }];
    if (result.type !== "vector") throw new RuleError("an expression must give a vector or a scalar");
    return result.rows.map(({ labels, kinds, values }) => ({
      labels,
      value: kinds[0] === float ? (values[0] ?? 0) : 0,
    }));
  }
}
