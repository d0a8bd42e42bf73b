import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { Context } from "#kernel/feature.ts";
import type { Logger } from "#kernel/log.ts";
import { gauge, type MetricFamily } from "#kernel/metrics.ts";
import { Repeating } from "#kernel/repeating.ts";
import type { ObjectAccess } from "#kubernetes/index.ts";
import { readerOf, windowOf } from "#telemetry/query/index.ts";
import type * as api from "./api.ts";
import { policiesOf, policyAnnotation } from "./fleet/wards.ts";
import { Ledger } from "./ledger.ts";
import { NodeHealer } from "./node-healer.ts";
import { patientOf } from "./pod-case.ts";
import { type HealerOptions, PodHealer } from "./pod-healer.ts";
import { stepsBetween } from "./store.ts";

export interface HealingOptions extends Omit<HealerOptions, "ledger"> {
  readonly objects: ObjectAccess;
  readonly log: Logger;
  /** How often pods are compared where some may be taken out; 0: never. */
  readonly everyMs: number;
}

/** Where nobody asked for more than advice, there is less hurry. */
const adviceFactor = 3;
/** While it is found out whether a pod is sick. */
const closelyMs = 1_000;
/** Looking takes at most a third of the time. */
const restFactor = 2;

/** Looks after pods and nodes, and answers what became of them. */
export class Healing {
  readonly #options: HealingOptions;
  readonly #ledger: Ledger;
  readonly #pods: PodHealer;
  readonly #nodes: NodeHealer;
  readonly #looking: Repeating;
  #lookedAt: number | null = null;
  #tookMs = 0;
  #problem = "";

  constructor(options: HealingOptions) {
    const { clickhouse, log } = options;
    this.#options = options;
    this.#ledger = new Ledger(clickhouse, log);
    this.#pods = new PodHealer({ ...options, ledger: this.#ledger });
    this.#nodes = new NodeHealer({ ...options, ledger: this.#ledger });
    this.#looking = new Repeating(
      (signal) => this.look(signal),
      (tookMs) => Math.max(this.#pauseMs(), restFactor * tookMs),
      (error) => {
        this.#problem = (error as Error).message;
        log.warn({ why: this.#problem }, "pods could not be compared");
      },
    );
  }

  start(): void {
    if (this.#options.most !== "off" && this.#options.everyMs > 0) this.#looking.start();
  }

  stop(): Promise<void> {
    return this.#looking.stop();
  }

  /** Looks once. */
  async look(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    try {
      await this.#pods.look(signal);
      await this.#nodes.look(this.#pods.cases, signal);
      this.#lookedAt = this.#options.clock.now();
      this.#tookMs = performance.now() - began;
      this.#problem = "";
    } finally {
      await this.#ledger.store();
    }
  }

  list(): z.output<typeof api.listHealing.output> {
    const { picture, clock, most } = this.#options;
    const policyOf = policiesOf(picture.annotated(policyAnnotation), most);
    return {
      at: clock.now(),
      most,
      lookedAt: this.#lookedAt,
      problem: this.#problem,
      patients: [...this.#pods.cases.map(patientOf), ...this.#nodes.patients].toSorted(
        (a, b) => b.noticedAt - a.noticedAt,
      ),
      workloads: this.#pods.wards.map(({ row, policy, unreadable, pods }) => ({
        cluster: row.cluster,
        namespace: row.namespace,
        kind: row.kind,
        name: row.name,
        policy,
        unreadable,
        ready: row.ready,
        desired: row.desired,
        judged: pods.size,
        requests: [...pods.values()]
          .flatMap(({ operations }) => [...operations.values()])
          .reduce((sum, { requests }) => sum + requests, 0),
      })),
      nodes: picture.nodes().map(({ cluster, name, state, isCordoned }) => ({
        cluster,
        name,
        policy: policyOf({ cluster, kind: "Node", namespace: "", name }).policy,
        state,
        isCordoned,
      })),
    };
  }

  async steps(
    { cluster, namespace, workload, ...range }: z.output<typeof api.listHealingSteps.input>,
    signal: AbortSignal,
  ) {
    const { clickhouse, clock } = this.#options;
    const window = windowOf(range, clock.now());
    const of = { cluster, namespace, workload };
    return { steps: await stepsBetween(readerOf(clickhouse, signal), window, of) };
  }

  async setPolicy(
    { cluster, kind, namespace, name, policy }: z.output<typeof api.setHealingPolicy.input>,
    { signal, user = "" }: Context,
  ): Promise<z.output<typeof api.setHealingPolicy.output>> {
    const { objects, most } = this.#options;
    const apiVersion = kind === "Node" ? "v1" : "apps/v1";
    await objects.patch(
      cluster,
      { apiVersion, kind, namespace, name },
      { metadata: { annotations: { [policyAnnotation]: policy } } },
      { signal, user, summary: `healing: ${policy}` },
    );
    return { policy: policy === "act" ? most : policy };
  }

  async replace(
    { cluster, namespace, pod }: z.output<typeof api.replacePod.input>,
    { signal, user = "" }: Context,
  ): Promise<z.output<typeof api.replacePod.output>> {
    const { picture, moving } = this.#options;
    const row = picture
      .pods()
      .find((each) => each.cluster === cluster && each.namespace === namespace && each.name === pod);
    if (!row) throw new NaruError("NOT_FOUND", `There is no pod ${namespace}/${pod} now.`);
    if (row.workload === null) {
      throw new NaruError("INVALID_INPUT", `No controller would make ${pod} again.`, {
        help: "kubernetes.deleteObject deletes it for good.",
      });
    }
    const { result, reason } = await moving.evict(cluster, row, {
      signal,
      user,
      summary: "taken out of service",
    });
    if (result === "failed" || result === "stays") throw new NaruError("KUBERNETES_REFUSED", reason);
    if (result !== "refused") {
      this.#pods.evicted({ cluster, namespace, pod }, user);
      await this.#ledger.store();
    }
    return { result, reason };
  }

  metrics(): MetricFamily[] {
    const sick = this.#pods.cases.filter(({ isConfirmed }) => isConfirmed).length;
    return [
      gauge(
        { name: "naru_healing_sick_pods", help: "Pods that surely serve worse than those like them." },
        sick,
      ),
      gauge(
        { name: "naru_healing_look_seconds", help: "How long it took to compare pods, the last time." },
        this.#tookMs / 1000,
      ),
      ...this.#ledger.metrics(),
    ];
  }

  #pauseMs(): number {
    const { everyMs } = this.#options;
    if (this.#pods.cases.some(({ isConfirmed }) => !isConfirmed)) return Math.min(closelyMs, everyMs);
    const isUrgent =
      this.#pods.cases.some(({ evictedAt }) => evictedAt !== null) ||
      this.#pods.wards.some(({ policy }) => policy === "act");
    return isUrgent ? everyMs : adviceFactor * everyMs;
  }
}
