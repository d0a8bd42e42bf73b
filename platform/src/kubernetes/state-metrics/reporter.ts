import type { WriteSeries } from "@naru/remote-write";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, gauge, type MetricFamily } from "#kernel/metrics.ts";
import type { Cluster } from "../clusters/cluster.ts";
import type { Clusters } from "../clusters/clusters.ts";
import { measure } from "./measure.ts";
import { sourcesOf, StateSeries } from "./state.ts";
import { UsageSeries } from "./usage.ts";

export interface StateMetricsOptions {
  /** Takes in series; they are safe when it resolves. */
  readonly write: (series: readonly WriteSeries[]) => Promise<void>;
  readonly everyMs: number;
}

interface Reported {
  readonly cluster: Cluster;
  readonly state: StateSeries;
  readonly usage: UsageSeries;
}

/** Other work gets in between two of them. */
const seriesAtOnce = 500;

/** Tells the state of every cluster as metrics, again and again. */
export class Reporter {
  readonly #options: StateMetricsOptions & { readonly clock: Clock; readonly log: Logger };
  readonly #clusters: readonly Reported[];
  readonly #stopped = new AbortController();
  readonly #lost = counter({
    name: "naru_kubernetes_state_series_lost_total",
    help: "Points of the clusters' state that could not be written.",
  });
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | undefined;

  constructor(clusters: Clusters, options: StateMetricsOptions & { clock: Clock; log: Logger }) {
    this.#options = options;
    this.#clusters = [...clusters.values()].map((cluster) => ({
      cluster,
      state: new StateSeries(sourcesOf(cluster), { cluster: cluster.name, job: "kube-state-metrics" }),
      usage: new UsageSeries({ cluster: cluster.name }),
    }));
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#turn ??= this.turn().finally(() => {
        this.#turn = undefined;
      });
    }, this.#options.everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopped.abort();
    await this.#turn;
  }

  /** A cluster that does not answer holds up nobody. */
  async turn(): Promise<void> {
    await Promise.all(this.#clusters.map((each) => this.#report(each)));
  }

  metrics(): MetricFamily[] {
    const told = {
      name: "naru_kubernetes_state_series",
      help: "Series that tell the state of a cluster.",
    } as const;
    const left = {
      name: "naru_kubernetes_state_series_left_out",
      help: "Series of a cluster's state that are not written because there are too many.",
    } as const;
    return [
      ...this.#clusters.flatMap(({ cluster, state: { counts } }) => [
        gauge(told, counts.series, { cluster: cluster.name }),
        gauge(left, counts.leftOut, { cluster: cluster.name }),
      ]),
      this.#lost.family(),
    ];
  }

  async #report({ cluster, state, usage }: Reported): Promise<void> {
    const { clock } = this.#options;
    await this.#write(state.next(clock.now()));
    if (cluster.caches.pods.status().state !== "live") return;
    // Who does not measure is asked again; nothing is told to have ended.
    const measured = await measure(cluster, this.#stopped.signal).catch(() => undefined);
    if (measured) await this.#write(usage.next(measured, clock.now()));
  }

  /** What is lost is told again within a minute. */
  async #write(series: Iterable<WriteSeries>): Promise<void> {
    for (const some of chunks(series, seriesAtOnce)) {
      if (this.#stopped.signal.aborted) return;
      try {
        await this.#options.write(some);
      } catch (err) {
        this.#lost.add(some.length);
        this.#options.log.debug({ err }, "the state of clusters could not be written as metrics");
      }
    }
  }
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let some: T[] = [];
  for (const item of items) {
    some.push(item);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
