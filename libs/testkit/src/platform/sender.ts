import { Agent, request as httpRequest } from "node:http";
import { encode, httpPaths, requests, type Signal, signals } from "@naru/otlp";
import { spanId, traceId } from "../otlp/ids.ts";
import { logRecord, logs } from "../otlp/logs.ts";
import { gauge, metrics } from "../otlp/metrics.ts";
import { profiles } from "../otlp/profiles.ts";
import { span, trace } from "../otlp/traces.ts";

/** Items of one request; item i of request n has the number n * itemsARequest + i. */
export const itemsARequest = 100;

/** Sends spans, log records, points and samples without a pause, each with a number of its own (a span's id, a record's
 *  body, a gauge's or a sample's value), whether anybody listens or not, and remembers which requests were acknowledged. */
export class Sender {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly acknowledged: Readonly<Record<Signal, Set<number>>> = {
    traces: new Set(),
    logs: new Set(),
    metrics: new Set(),
    profiles: new Set(),
  };
  readonly #sent: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0, profiles: 0 };
  #stopping = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(url: string) {
    this.#url = url;
  }

  /** How many requests were begun; their numbers start at 0. */
  sent(signal: Signal): number {
    return this.#sent[signal];
  }

  start(connectionsASignal = 2): void {
    const lanes = signals.flatMap((signal) => Array.from({ length: connectionsASignal }, () => signal));
    this.#running = Promise.all(lanes.map((signal) => this.#sendAll(signal)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    this.#agent.destroy();
  }

  async #sendAll(signal: Signal): Promise<void> {
    while (!this.#stopping) {
      const number = this.#sent[signal]++;
      const status = await this.#post(signal, bodies[signal](number)).catch(() => 0);
      if (status === 200) this.acknowledged[signal].add(number);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #post(signal: Signal, body: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const sending = httpRequest(`${this.#url}${httpPaths[signal]}`, {
        method: "POST",
        agent: this.#agent,
        headers: { "content-type": "application/x-protobuf", "content-length": body.length },
      });
      sending.on("error", reject);
      sending.on("response", (answer) => {
        answer.on("error", reject).on("end", () => resolve(answer.statusCode ?? 0));
        answer.resume();
      });
      sending.end(body);
    });
  }
}

const numbers = (request: number) =>
  Array.from({ length: itemsARequest }, (_, i) => request * itemsARequest + i);

const bodies: Readonly<Record<Signal, (request: number) => Buffer>> = {
  traces: (request) =>
    encode(
      requests.traces,
      trace(numbers(request).map((n) => span({ traceId: traceId(request + 1), spanId: spanId(n + 1) }))),
    ),
  logs: (request) =>
    encode(requests.logs, logs(numbers(request).map((n) => logRecord({ body: String(n + 1) })))),
  metrics: (request) =>
    encode(
      requests.metrics,
      metrics([
        gauge(
          { name: "number" },
          numbers(request).map((n) => ({ asInt: BigInt(n + 1) })),
        ),
      ]),
    ),
  profiles: (request) =>
    encode(
      requests.profiles,
      profiles([
        {
          samples: numbers(request).map((n) => ({
            stack: [{ function: `f${n % 10}` }, { function: "main" }],
            values: [BigInt(n + 1)],
          })),
        },
      ]),
    ),
};
