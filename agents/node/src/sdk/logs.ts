import type { MeterProvider } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import {
  BatchLogRecordProcessor,
  ConsoleLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { given, positive } from "./environment.ts";
import { chosen, otlpLogExporter } from "./exporters.ts";

export interface LogsOptions {
  readonly resource: Resource;
  readonly meterProvider: MeterProvider;
}

/** @returns undefined when log records go nowhere */
export function createLoggerProvider({ resource, meterProvider }: LogsOptions): LoggerProvider | undefined {
  const processors = chosen<LogRecordProcessor>("LOGS", {
    otlp: () => batched(meterProvider),
    console: () => new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() }),
  });
  if (processors.length === 0) return undefined;
  return new LoggerProvider({ resource, meterProvider, processors, logRecordLimits: limits() });
}

const limits = () =>
  given({
    attributeCountLimit: positive("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT"),
    attributeValueLengthLimit: positive(
      "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
      "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    ),
  });

const batched = (selfObsMeterProvider: MeterProvider) =>
  new BatchLogRecordProcessor({
    exporter: otlpLogExporter(),
    selfObsMeterProvider,
    ...given({
      maxQueueSize: positive("OTEL_BLRP_MAX_QUEUE_SIZE"),
      maxExportBatchSize: positive("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE"),
      scheduledDelayMillis: positive("OTEL_BLRP_SCHEDULE_DELAY"),
      exportTimeoutMillis: positive("OTEL_BLRP_EXPORT_TIMEOUT"),
    }),
  });
