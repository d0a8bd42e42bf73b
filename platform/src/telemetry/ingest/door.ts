import {
  type Examination,
  examine,
  JsonError,
  jsonToProtobuf,
  MalformedError,
  type Signal,
  type Window,
} from "@naru/otlp";
import type { Tally } from "./tally.ts";
import type { WriteAheadLog } from "./wal/log.ts";
import { type RetentionSeconds, windowOf } from "./window.ts";

/** Why a request is not taken, as both protocols can tell it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
export type RefusalReason =
  | "malformed"
  | "unauthenticated"
  | "too_large"
  | "unsupported"
  | "queue_full"
  | "disk"
  | "stopping";

/** HTTP status, gRPC code, and seconds after which to try again. The specification lets a sender try again after
 *  429, 502, 503 and 504, UNAVAILABLE and (with a hint) RESOURCE_EXHAUSTED only.
 *  Source: https://opentelemetry.io/docs/specs/otlp/#failures */
export const refusals: Readonly<
  Record<RefusalReason, { http: number; grpc: number; retrySeconds?: number }>
> = {
  malformed: { http: 400, grpc: 3 },
  unauthenticated: { http: 401, grpc: 16 },
  too_large: { http: 413, grpc: 3 },
  unsupported: { http: 415, grpc: 12 },
  queue_full: { http: 429, grpc: 8, retrySeconds: 5 },
  disk: { http: 503, grpc: 14, retrySeconds: 30 },
  stopping: { http: 503, grpc: 14, retrySeconds: 5 },
};

/** A row takes some hundred bytes of memory however empty the item was: a request of nothing but empty items would
 *  grow fiftyfold. What a real sender sends is far from this. */
const leastItemBytes = 16;
/** A sample's row is smaller, and its instant alone has eight bytes. */
const leastSampleBytes = 8;
const sparedBytes = 16 * 1000;

export interface DoorOptions {
  readonly logs: Readonly<Record<Signal, WriteAheadLog>>;
  readonly retention: RetentionSeconds;
  readonly queueLimitBytes: number;
  /** Bytes that wait to be stored. */
  readonly queuedBytes: () => number;
  readonly tally: Tally;
}

/** The one way in, whatever the protocol: check, append, and answer when it is safe on disk. */
export class Door {
  readonly #options: DoorOptions;
  #stopping = false;
  #open = 0;
  #appending = 0;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Before the body is read.
   *  @throws Refusal */
  enter(): void {
    if (this.#stopping) throw new Refusal("stopping", "Naru is stopping.");
    const { queuedBytes, queueLimitBytes } = this.#options;
    if (queuedBytes() + this.#appending > queueLimitBytes) {
      throw new Refusal(
        "queue_full",
        "More telemetry is waiting to be stored than NARU_INGEST_QUEUE_LIMIT allows.",
      );
    }
  }

  /** @throws Refusal */
  async acceptJson(signal: Signal, text: string): Promise<Examination> {
    let body: Buffer;
    try {
      body = jsonToProtobuf(signal, text);
    } catch (error) {
      if (error instanceof JsonError) throw new Refusal("malformed", error.message);
      throw error;
    }
    return this.accept(signal, body);
  }

  /** @param body an `Export…ServiceRequest`, which must not be changed any more
   *  @throws Refusal */
  async accept(signal: Signal, body: Uint8Array): Promise<Examination> {
    this.enter();
    const receivedMs = Date.now();
    const found = this.#examine(signal, body, receivedMs / 1000);
    const least = signal === "profiles" ? leastSampleBytes : leastItemBytes;
    if (found.rows * least > body.length + sparedBytes)
      throw new Refusal("too_large", `Items have at least ${least} bytes on average.`);
    if (found.items > found.rejected) await this.#append(signal, body, receivedMs);
    this.#options.tally.received(signal, found);
    return found;
  }

  /** Times that are accepted of metrics now. */
  metricsWindow(): Window {
    return windowOf("metrics", this.#options.retention, Date.now() / 1000);
  }

  /** Refuses what comes from now on; resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#stopping = true;
    while (this.#open > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  #examine(signal: Signal, body: Uint8Array, receivedSeconds: number): Examination {
    try {
      return examine(
        signal,
        body,
        receivedSeconds,
        windowOf(signal, this.#options.retention, receivedSeconds),
      );
    } catch (error) {
      if (error instanceof MalformedError)
        throw new Refusal("malformed", `The request can't be read: ${error.message}.`);
      throw error;
    }
  }

  async #append(signal: Signal, body: Uint8Array, receivedMs: number): Promise<void> {
    this.#open++;
    this.#appending += body.length;
    try {
      await this.#options.logs[signal].append(body, receivedMs);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Refusal("disk", `The request could not be written to disk (${code ?? String(error)}).`);
    } finally {
      this.#open--;
      this.#appending -= body.length;
    }
  }
}
