import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, type MetricFamily } from "#kernel/metrics.ts";
import { Repeating } from "#kernel/repeating.ts";
import type { ObjectAccess, Picture } from "#kubernetes/index.ts";
import type { z } from "zod";
import type { Outlooks } from "../planning/forecast/expected.ts";
import { answering } from "./adapter/answering.ts";
import type { FrontProxy } from "./adapter/front-proxy.ts";
import type { Asked } from "./adapter/paths.ts";
import { Adapter, type AdapterAnswer } from "./adapter/server.ts";
import type * as api from "./api.ts";
import { Gauges } from "./load/gauges.ts";
import { Meter } from "./load/meter.ts";
import { type Credentials, credentialsIn } from "./registration/authority.ts";
import { type Address, addressFor } from "./registration/objects.ts";
import { Registrar } from "./registration/registrar.ts";
import { Unanswered } from "./unanswered.ts";

export interface AutoscalingOptions {
  /** Names of clusters whose autoscalers measure by Naru. */
  readonly clusters: readonly string[];
  /** Where clusters on other machines reach it: an IP address, and a port; empty: where it listens. */
  readonly address: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Of its keys. */
  readonly folder: string;
  /** Clusters that run on this machine. */
  readonly embedded: readonly string[];
}

export interface CapacityOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  readonly objects: ObjectAccess;
  readonly outlooks: Outlooks;
  readonly autoscaling: AutoscalingOptions;
  readonly clock: Clock;
  readonly log: Logger;
}

/** While something is not served yet, and when all is. */
const soonMs = 2_000;
const calmMs = 30_000;

/** Tells autoscalers of clusters what is asked of their pods, as users feel it. */
export class Capacity {
  readonly #options: CapacityOptions;
  readonly #registrar: Registrar;
  readonly #registering: Repeating;
  readonly #unanswered: Unanswered;
  readonly #answered = counter({
    name: "naru_autoscaling_answers_total",
    help: "What autoscalers asked, by cluster and HTTP status.",
  });
  readonly #left = new Set<string>();
  #apis: api.ServedApi[] = [];
  #proxies: readonly FrontProxy[] = [];
  #credentials: Credentials | undefined;
  #adapter: Adapter | undefined;
  #listening: Address | undefined;

  constructor(options: CapacityOptions) {
    this.#options = options;
    this.#unanswered = new Unanswered(options.clock);
    this.#registrar = new Registrar({
      objects: options.objects,
      trust: (proxies) => {
        this.#proxies = proxies;
        this.#show();
      },
    });
    this.#registering = new Repeating(
      (signal) => this.#register(signal),
      () => (this.#apis.every(({ state }) => state === "served") ? calmMs : soonMs),
      (error) =>
        options.log.warn({ why: (error as Error).message }, "metrics for autoscalers are not registered"),
    );
  }

  async start(): Promise<void> {
    const { autoscaling, clickhouse, clock, picture, outlooks, log } = this.#options;
    this.#credentials = await credentialsIn(autoscaling.folder, clock.now());
    if (this.#asking.length > 0) {
      const meter = new Meter({ clickhouse, picture, clock });
      const answer = answering({
        meter,
        gauges: new Gauges({ clickhouse, clock }),
        outlooks,
        clock,
        picture,
      });
      const { host, port } = autoscaling;
      this.#adapter = new Adapter(
        { host, port, log, answer: (cluster, asked) => this.#noted(cluster, asked, answer) },
        this.#credentials.own,
      );
      this.#listening = { host, port: await this.#adapter.listen() };
    }
    this.#registering.start();
  }

  async stop(): Promise<void> {
    await this.#registering.stop();
    await this.#adapter?.close();
  }

  list(): z.output<typeof api.listAutoscalingMetrics.output> {
    return { apis: this.#apis, unanswered: this.#unanswered.list() };
  }

  metrics(): MetricFamily[] {
    const samples = this.#apis.map(({ cluster, api, state }) => ({
      labels: { cluster, api },
      value: Number(state === "served"),
    }));
    const help = "1 while a cluster's autoscalers can ask for these metrics.";
    return [
      this.#answered.family(),
      ...(samples.length > 0
        ? [{ name: "naru_autoscaling_served", type: "gauge", help, samples } as const]
        : []),
    ];
  }

  get #asking(): string[] {
    const known = new Set(this.#options.objects.clusters());
    return this.#options.autoscaling.clusters.filter((name) => known.has(name));
  }

  async #register(signal: AbortSignal): Promise<void> {
    const { autoscaling, objects, clock } = this.#options;
    const before = this.#credentials;
    const credentials = await credentialsIn(autoscaling.folder, clock.now(), before);
    this.#credentials = credentials;
    if (credentials !== before) this.#show();
    const asking = this.#asking;
    const states = asking.map((cluster) =>
      this.#registrar.register(cluster, credentials, this.#addressFor(cluster), signal),
    );
    const apis = (await Promise.all(states)).flat();
    this.#tell(apis);
    this.#apis = apis;
    const others = objects.clusters().filter((name) => !asking.includes(name) && !this.#left.has(name));
    await Promise.all(others.map((cluster) => this.#leave(cluster, credentials, signal)));
  }

  /** A cluster that cannot be asked now, or not by Naru, is asked again when Naru starts next. */
  async #leave(cluster: string, credentials: Credentials, signal: AbortSignal): Promise<void> {
    this.#left.add(cluster);
    await this.#registrar.leave(cluster, credentials, signal).catch(() => undefined);
  }

  #addressFor(cluster: string): Address | undefined {
    const { address, embedded } = this.#options.autoscaling;
    return this.#listening && addressFor(address, this.#listening, embedded.includes(cluster));
  }

  #show(): void {
    if (this.#credentials) this.#adapter?.trust(this.#credentials.own, this.#proxies);
  }

  /** What has become a problem is said once. */
  #tell(apis: readonly api.ServedApi[]): void {
    const { log } = this.#options;
    const known = new Set(this.#apis.map(({ problem }) => problem));
    for (const { cluster, api, state, problem } of apis) {
      if (state === "taken" || state === "failed") {
        if (!known.has(problem))
          log.warn({ cluster, api, why: problem }, "metrics for autoscalers are not served");
      }
    }
  }

  async #noted(
    cluster: string,
    asked: Asked,
    answer: (cluster: string, asked: Asked) => Promise<AdapterAnswer>,
  ): Promise<AdapterAnswer> {
    try {
      const answered = await answer(cluster, asked);
      this.#answered.add(1, { cluster, code: answered.code });
      this.#unanswered.note(cluster, asked, answered.code === 200 ? "" : reasonIn(answered.body));
      return answered;
    } catch (error) {
      this.#answered.add(1, { cluster, code: 503 });
      this.#unanswered.note(cluster, asked, (error as Error).message);
      throw error;
    }
  }
}

const reasonIn = (body: object) => (body as { message?: string }).message ?? "";
