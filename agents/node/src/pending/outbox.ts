import { context } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode, suppressTracing } from "@opentelemetry/core";
import type { LogRecordExporter, LogRecordProcessor, ReadableLogRecord } from "@opentelemetry/sdk-logs";

/** Sends log records as soon as it is told to, one request at a time. While a request is on its way, what comes in waits up to
 *  a bound; what is beyond that, or was sent in vain, is dropped and counted: the next heartbeat says it again. */
export class Outbox implements LogRecordProcessor {
  readonly #exporter: LogRecordExporter;
  readonly #limit: number;
  #waiting: ReadableLogRecord[] = [];
  #sending: Promise<void> | undefined;
  dropped = 0;

  constructor(exporter: LogRecordExporter, limit: number) {
    this.#exporter = exporter;
    this.#limit = limit;
  }

  onEmit(record: ReadableLogRecord): void {
    if (this.#waiting.length < this.#limit) this.#waiting.push(record);
    else this.dropped++;
  }

  /** Sends what waits, unless a request is on its way already. */
  send(): void {
    if (this.#sending || this.#waiting.length === 0) return;
    const records = this.#waiting.splice(0);
    this.#sending = this.#deliver(records);
  }

  async #deliver(records: ReadableLogRecord[]): Promise<void> {
    const isTaken = await this.#export(records).then(
      ({ code }) => code === ExportResultCode.SUCCESS,
      () => false,
    );
    this.#sending = undefined;
    if (!isTaken) this.dropped += records.length;
  }

  /** What is known of the resource later than at once is waited for: a record that went without it could not be placed. */
  async #export(records: ReadableLogRecord[]): Promise<ExportResult> {
    await records[0]?.resource.waitForAsyncAttributes?.();
    return new Promise((resolve) => {
      context.with(suppressTracing(context.active()), () => this.#exporter.export(records, resolve));
    });
  }

  async forceFlush(): Promise<void> {
    await this.#sending;
    this.send();
    await this.#sending;
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.#exporter.shutdown();
  }
}
