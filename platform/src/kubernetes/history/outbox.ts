import type { ClickHouse } from "@naru/clickhouse";
import { counter, type MetricFamily } from "#kernel/metrics.ts";
import type { Logger } from "#kernel/log.ts";
import {
  insertChanges,
  insertEvents,
  insertStates,
  type StoredChange,
  type StoredEvent,
  type StoredState,
} from "./store.ts";

interface Batch {
  readonly changes: StoredChange[];
  readonly events: StoredEvent[];
  readonly states: StoredState[];
}

const everyMs = 500;
const mostRows = 100_000;
const empty = (): Batch => ({ changes: [], events: [], states: [] });

/** Rows on their way to the store, inserted together twice a second. While the store is away they wait; changes go
 *  before the states that they follow from, so that a crash between the two only tells the same again. */
export class Outbox {
  readonly #clickhouse: ClickHouse;
  readonly #log: Logger;
  readonly #dropped = counter({
    name: "naru_kubernetes_history_dropped_total",
    help: "Rows of the clusters' history given up because the store was away for too long.",
  });
  #waiting = empty();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(clickhouse: ClickHouse, log: Logger) {
    this.#clickhouse = clickhouse;
    this.#log = log;
  }

  put({ changes = [], events = [], states = [] }: Partial<Batch>): void {
    const { changes: a, events: b, states: c } = this.#waiting;
    if (a.length + b.length + c.length > mostRows) {
      return this.#dropped.add(changes.length + events.length + states.length);
    }
    a.push(...changes);
    b.push(...events);
    c.push(...states);
  }

  metrics(): readonly MetricFamily[] {
    return [this.#dropped.family()];
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#sending = this.#sending.then(() => this.#send());
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
    await this.#send();
  }

  async #send(): Promise<void> {
    const batch = this.#waiting;
    if (batch.changes.length + batch.events.length + batch.states.length === 0) return;
    this.#waiting = empty();
    try {
      await insertChanges(this.#clickhouse, batch.changes);
      await insertEvents(this.#clickhouse, batch.events);
      await insertStates(this.#clickhouse, batch.states);
    } catch (err) {
      this.#log.warn({ err }, "what happened in the clusters waits for the store");
      const since = this.#waiting;
      this.#waiting = batch;
      this.put(since);
    }
  }
}
