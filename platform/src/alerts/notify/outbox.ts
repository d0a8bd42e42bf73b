import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import type { Logger } from "#kernel/log.ts";
import { counter, type MetricFamily } from "#kernel/metrics.ts";
import { insertNotification, type StoredNotification } from "../history/store.ts";
import { DeliveryError } from "../receivers/delivery.ts";
import type { Integration } from "../routing/receiver.ts";
import type { Decision } from "./decision.ts";
import type { Message } from "./message.ts";

/** Hands one message to a receiver. `key` is the same each time that the same message is handed over.
 *  @throws DeliveryError */
export type Deliver = (
  integration: Integration,
  message: Message,
  key: string,
  signal: AbortSignal,
) => Promise<void>;

export interface OutboxOptions {
  readonly clickhouse: ClickHouse;
  readonly clock: Clock;
  readonly log: Logger;
  readonly deliver: Deliver;
}

/** A message that is being tried again. */
export interface Failing {
  readonly time: number;
  readonly attempts: number;
  readonly error: string;
}

const mostAtOnce = 16;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Sends messages so that a crash at any moment loses none. Before a receiver is called, what is to be sent is stored
 *  with its key; after it answered, that it was. What was begun and has no end is sent again with the same key: a
 *  receiver that notes keys gets each message once, any other gets one twice only when the process ended after the
 *  receiver took it and before that was stored. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #stopped = new AbortController();
  readonly #waiting: (() => void)[] = [];
  readonly #sent = counter({
    name: "naru_alerts_notifications_total",
    help: "Messages to receivers, by kind and outcome.",
  });
  readonly #retried = counter({
    name: "naru_alerts_notification_retries_total",
    help: "Attempts that failed and were made again.",
  });
  readonly #failing = new Map<string, Failing>();
  #open = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** @param untilMs gives up at this time
   *  @returns whether the receiver has it; false also when we are stopping
   *  @throws what the store throws, when nothing was sent yet */
  async send(
    integration: Integration,
    message: Message,
    { open, resolved }: Pick<Decision, "open" | "resolved">,
    untilMs: number,
  ): Promise<boolean> {
    const intent: StoredNotification = {
      time: this.#options.clock.now(),
      key: crypto.randomUUID(),
      phase: "intent",
      groupKey: message.groupKey,
      receiver: integration.receiver,
      integration: integration.key,
      firing: open,
      resolved,
      message: JSON.stringify(message),
      attempts: 0,
      error: "",
    };
    await insertNotification(this.#options.clickhouse, intent);
    return this.resume(integration, intent, untilMs);
  }

  /** Sends what was stored to be sent. */
  async resume(integration: Integration, intent: StoredNotification, untilMs: number): Promise<boolean> {
    const message = JSON.parse(intent.message) as Message;
    for (let attempts = 1; ; attempts++) {
      const failure = await this.#attempt(integration, message, intent.key);
      if (this.#stopped.signal.aborted && failure) return false;
      this.#failing.delete(integration.key);
      if (!failure) {
        await this.#note({ ...intent, phase: "sent", attempts }, integration.kind);
        return true;
      }
      const pause = pauseOf(attempts);
      if (!failure.isTransient || this.#options.clock.now() + pause > untilMs) {
        await this.#note({ ...intent, phase: "failed", attempts, error: failure.message }, integration.kind);
        return false;
      }
      const { message: error } = failure;
      this.#failing.set(integration.key, { time: this.#options.clock.now(), attempts, error });
      this.#retried.add(1, { kind: integration.kind });
      await this.#pause(pause);
      if (this.#stopped.signal.aborted) return false;
    }
  }

  /** Ends what was begun for a receiver that is no longer there. */
  async abandon(intent: StoredNotification): Promise<void> {
    await this.#note({ ...intent, phase: "failed", error: "the receiver is no longer there" }, "gone");
  }

  /** What a receiver does not take at the moment. */
  failingOf(integration: string): Failing | undefined {
    return this.#failing.get(integration);
  }

  stop(): void {
    this.#stopped.abort();
    for (const enter of this.#waiting.splice(0)) enter();
  }

  metrics(): readonly MetricFamily[] {
    return [this.#sent.family(), this.#retried.family()];
  }

  async #attempt(
    integration: Integration,
    message: Message,
    key: string,
  ): Promise<DeliveryError | undefined> {
    await this.#enter();
    try {
      await this.#options.deliver(integration, message, key, this.#stopped.signal);
      return undefined;
    } catch (cause) {
      if (cause instanceof DeliveryError) return cause;
      this.#options.log.error({ err: cause, integration: integration.key }, "a receiver could not be told");
      return new DeliveryError("it could not be sent; the log of the platform says why", {
        isTransient: true,
        cause,
      });
    } finally {
      this.#leave();
    }
  }

  /** Stores how it went. Until that succeeds nothing else is said to this receiver about this group. */
  async #note(row: StoredNotification, kind: string): Promise<void> {
    this.#sent.add(1, { kind, outcome: row.phase });
    for (let tries = 1; !this.#stopped.signal.aborted || tries === 1; tries++) {
      try {
        await insertNotification(this.#options.clickhouse, {
          ...row,
          time: this.#options.clock.now(),
          message: "",
        });
        return;
      } catch (err) {
        this.#options.log.warn({ err }, "what was sent waits for the store");
        await this.#pause(pauseOf(tries));
      }
    }
  }

  async #enter(): Promise<void> {
    if (this.#open >= mostAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#open++;
  }

  #leave(): void {
    this.#open--;
    this.#waiting.shift()?.();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }
}

/** Twice as long each time, a fifth more or less. */
const pauseOf = (attempts: number): number =>
  Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs) * (0.8 + 0.4 * Math.random());
