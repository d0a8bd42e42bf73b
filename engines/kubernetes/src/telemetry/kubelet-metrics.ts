import type { Clock } from "../controllers/clock.ts";
import type { OtlpDestination } from "./log-shipper.ts";

/** Resources with their metrics at a moment, as OTLP/JSON has them.
 *  @param at  milliseconds since 1970 */
export type MetricSource = (at: number) => Promise<readonly object[]>;

const lookEveryMs = 10_000;
const sendWithinMs = 5_000;

/** Tells again and again what a kubelet measures: what comes of each source. */
export class KubeletMetrics {
  readonly #sources: readonly MetricSource[];
  readonly #destination: OtlpDestination;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  #cancel: () => void = () => {};

  constructor(sources: readonly MetricSource[], destination: OtlpDestination, clock: Clock) {
    this.#sources = sources;
    this.#destination = destination;
    this.#clock = clock;
  }

  start(): void {
    this.#cancel = this.#clock.after(lookEveryMs, () => {
      // Who is away is told the next time.
      void this.tell()
        .catch(() => undefined)
        .finally(() => {
          if (!this.#stopping.signal.aborted) this.start();
        });
    });
  }

  stop(): void {
    this.#stopping.abort();
    this.#cancel();
  }

  async tell(): Promise<void> {
    const at = this.#clock.now();
    const resourceMetrics = (await Promise.all(this.#sources.map((source) => source(at)))).flat();
    if (resourceMetrics.length === 0) return;
    const { endpoint, headers } = this.#destination;
    const answer = await fetch(`${endpoint}/v1/metrics`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ resourceMetrics }),
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(sendWithinMs)]),
    });
    await answer.body?.cancel();
  }
}

export const scope = { name: "naru.kubelet" };
