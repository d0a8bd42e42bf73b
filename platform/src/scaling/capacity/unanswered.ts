import type { Clock } from "#kernel/clock.ts";
import type { z } from "zod";
import type { Asked } from "./adapter/paths.ts";
import type { listAutoscalingMetrics } from "./api.ts";

type Row = z.output<typeof listAutoscalingMetrics.output>["unanswered"][number];

const keptMs = 300_000;
const most = 200;

/** What autoscalers asked lately and were not told, and why: so that nobody has to guess why a workload does not scale. */
export class Unanswered {
  readonly #clock: Clock;
  readonly #rows = new Map<string, Row>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param reason  empty: it was answered */
  note(cluster: string, asked: Asked, reason: string): void {
    if (asked.what !== "custom" && asked.what !== "external") return;
    const { namespace } = asked;
    const metric = asked.what === "custom" ? `${asked.resource}/${asked.name} ${asked.metric}` : asked.metric;
    const key = `${cluster} ${namespace} ${metric} ${asked.selector}`;
    this.#rows.delete(key);
    if (reason === "") return;
    this.#rows.set(key, { cluster, namespace, metric, reason, at: this.#clock.now() });
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > most && oldest !== undefined) this.#rows.delete(oldest);
  }

  /** Newest first. */
  list(): Row[] {
    const since = this.#clock.now() - keptMs;
    return [...this.#rows.values()].filter(({ at }) => at >= since).toReversed();
  }
}
