import type { ClickHouse } from "@naru/clickhouse";
import type { Logger } from "#kernel/log.ts";
import { counter, type MetricFamily } from "#kernel/metrics.ts";
import type { HealingStep } from "./api.ts";
import { insertSteps } from "./store.ts";

const mostKept = 10_000;

/** Writes down every step, in order. What the store does not take now is kept and given to it again. */
export class Ledger {
  readonly #clickhouse: ClickHouse;
  readonly #log: Logger;
  readonly #steps = counter({
    name: "naru_healing_steps_total",
    help: "Steps with sick pods and nodes, by what was done.",
  });
  #unstored: readonly HealingStep[] = [];

  constructor(clickhouse: ClickHouse, log: Logger) {
    this.#clickhouse = clickhouse;
    this.#log = log;
  }

  write(step: HealingStep): void {
    const { step: kind, cluster, namespace, workload, pod, node, reason, by } = step;
    this.#steps.add(1, { step: kind });
    this.#log.info({ step: kind, cluster, namespace, workload, pod, node, reason, by }, "healing");
    this.#unstored = [...this.#unstored, step].slice(-mostKept);
  }

  /** @throws what the store throws; nothing is lost by that */
  async store(): Promise<void> {
    const due = this.#unstored;
    if (due.length === 0) return;
    await insertSteps(this.#clickhouse, due);
    const stored = new Set(due);
    this.#unstored = this.#unstored.filter((step) => !stored.has(step));
  }

  metrics(): MetricFamily[] {
    return [this.#steps.family()];
  }
}
