import { Worker } from "node:worker_threads";
import type { ConnectOptions } from "@naru/clickhouse";
import type { Signal } from "@naru/otlp";
import type { Limits } from "./scan/limits.ts";
import type { Segment } from "./wal/log.ts";
import type { RetentionSeconds } from "./window.ts";

export interface LoaderSetup {
  readonly store: ConnectOptions;
  readonly limits: Limits;
  readonly retention: RetentionSeconds;
  readonly quarantineFolder: string;
}

export interface ToWorker {
  readonly path: string;
  readonly id: number;
  readonly signal: Signal;
}

export type FromWorker =
  | { kind: "stored"; id: number; signal: Signal; items: number; oldestMs: number }
  | { kind: "failed"; id: number; signal: Signal; reason: string }
  | { kind: "quarantined"; signal: Signal; bytes: number }
  | { kind: "retrying"; reason: string };

/** Told of what the worker does, as it happens. */
export type LoaderEvents = (event: FromWorker) => void;

interface Pending extends Segment {
  readonly signal: Signal;
}

const program = new URL("loader-worker.ts", import.meta.url);

/** Hands closed segments to the worker and knows which are not yet stored. A worker that ends is started again and
 *  given them once more; deduplication makes that harmless. */
export class Loader {
  readonly #setup: LoaderSetup;
  readonly #events: LoaderEvents;
  readonly #pending = new Map<string, Pending>();
  #worker: Worker | undefined;
  #stopping = false;
  #idle: (() => void)[] = [];

  constructor(setup: LoaderSetup, events: LoaderEvents) {
    this.#setup = setup;
    this.#events = events;
  }

  start(): void {
    const worker = new Worker(program, { workerData: this.#setup });
    this.#worker = worker;
    worker.on("message", (event: FromWorker) => this.#hear(event));
    worker.on("error", (error) => this.#events({ kind: "retrying", reason: String(error) }));
    worker.on("exit", () => {
      if (!this.#stopping) setTimeout(() => this.start(), 500);
    });
    for (const segment of this.#pending.values()) this.#send(segment);
  }

  add(signal: Signal, segment: Segment): void {
    const pending = { ...segment, signal };
    this.#pending.set(keyOf(signal, segment.id), pending);
    this.#send(pending);
  }

  /** Bytes on disk that wait to be stored. */
  get pendingBytes(): number {
    let bytes = 0;
    for (const segment of this.#pending.values()) bytes += segment.bytes;
    return bytes;
  }

  /** Milliseconds since 1970 at which the oldest waiting segment was opened; undefined when none waits. */
  get oldestMs(): number | undefined {
    let oldest: number | undefined;
    for (const { id } of this.#pending.values()) oldest = Math.min(oldest ?? id, id);
    return oldest;
  }

  /** Waits until everything is stored, but not longer than `mostMs`: the rest is in the log for the next start. */
  async stop(mostMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#pending.size === 0) resolve();
      else {
        this.#idle.push(resolve);
        setTimeout(resolve, mostMs);
      }
    });
    this.#stopping = true;
    await this.#worker?.terminate();
  }

  #send({ path, id, signal }: Pending): void {
    this.#worker?.postMessage({ path, id, signal } satisfies ToWorker);
  }

  #hear(event: FromWorker): void {
    if (event.kind === "stored") this.#pending.delete(keyOf(event.signal, event.id));
    if (event.kind === "failed") this.#again(event.signal, event.id);
    this.#events(event);
    if (this.#pending.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #again(signal: Signal, id: number): void {
    const segment = this.#pending.get(keyOf(signal, id));
    if (segment) setTimeout(() => this.#send(segment), 1000);
  }
}

const keyOf = (signal: Signal, id: number) => `${signal}-${id}`;
