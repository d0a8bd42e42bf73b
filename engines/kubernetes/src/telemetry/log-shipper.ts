import { setTimeout as pause } from "node:timers/promises";
import { parseLine, storedLines } from "../runtime/index.ts";
import { attributesOf, type LogRecord, logRecord } from "./log-record.ts";
import type { Attributes } from "./pod-attributes.ts";

/** Where telemetry goes: the base address of an OTLP/HTTP receiver. */
export interface OtlpDestination {
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ShippedLog {
  readonly path: string;
  readonly resource: Attributes;
  /** Resolves when the container has ended. */
  readonly ended: Promise<void>;
}

const mostRecords = 1_000;
/** A burst is sent together. */
const gatherMs = 300;
const firstRetryMs = 500;
const longestRetryMs = 10_000;
/** How long what is left is tried to be sent after the end. */
const lastWordsMs = 10_000;

/** Sends what a container prints as OTLP logs. The file is the buffer: while the receiver is away, reading waits.
 *  What was printed in the last moments before a crash of the cluster itself may be missing there; it is in the file. */
export class LogShipper {
  readonly #destination: OtlpDestination;
  readonly #stopping = new AbortController();

  constructor(destination: OtlpDestination) {
    this.#destination = destination;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async ship({ path, resource, ended }: ShippedLog): Promise<void> {
    const { signal } = this.#stopping;
    let deadline = Infinity;
    void ended.then(() => (deadline = Date.now() + lastWordsMs));
    try {
      for await (const piece of storedLines(path, { follow: true, ended, signal })) {
        const records = recordsIn(piece);
        for (let start = 0; start < records.length; start += mostRecords) {
          await this.#send(requestOf(resource, records.slice(start, start + mostRecords)), () => deadline);
        }
        if (deadline === Infinity) await pause(gatherMs, undefined, { signal, ref: false });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #send(body: string, deadline: () => number): Promise<void> {
    const { endpoint, headers } = this.#destination;
    const { signal } = this.#stopping;
    for (let wait = firstRetryMs; ; wait = Math.min(longestRetryMs, wait * 2)) {
      const answer = await fetch(`${endpoint}/v1/logs`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
        signal,
      }).catch(() => undefined);
      await answer?.body?.cancel();
      signal.throwIfAborted();
      const mayTryAgain = !answer || answer.status === 429 || answer.status >= 500;
      if (!mayTryAgain || Date.now() > deadline()) return;
      await pause(wait, undefined, { signal, ref: false });
    }
  }
}

const newline = 0x0a;

function recordsIn(piece: Buffer): LogRecord[] {
  const records: LogRecord[] = [];
  for (let start = 0; start < piece.length;) {
    const end = piece.indexOf(newline, start);
    const line = parseLine(piece.subarray(start, end));
    if (line) records.push(logRecord(line));
    start = end + 1;
  }
  return records;
}

const requestOf = (resource: Attributes, logRecords: readonly LogRecord[]) =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeLogs: [{ scope: { name: "naru.kubelet" }, logRecords }],
      },
    ],
  });
