import { diag, type MeterProvider } from "@opentelemetry/api";
import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  ParentBasedSampler,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { given, positive } from "./environment.ts";
import { chosen, otlpSpanExporter } from "./exporters.ts";

export interface TracesOptions {
  readonly resource: Resource;
  /** Where the SDK counts what it sent, and what it dropped. */
  readonly meterProvider: MeterProvider;
  /** What else looks at spans, before they are sent. */
  readonly processors: readonly SpanProcessor[];
}

/** @returns undefined when spans go nowhere */
export function createTracerProvider({
  resource,
  meterProvider,
  processors,
}: TracesOptions): TracerProvider | undefined {
  const senders = chosen<SpanProcessor>("TRACES", {
    otlp: () => batched(meterProvider),
    console: () => new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }),
  });
  if (senders.length === 0) return undefined;
  const sampler = samplerFromEnv();
  return new TracerProvider({
    resource,
    meterProvider,
    ...(sampler && { sampler }),
    spanLimits: given({
      attributeCountLimit: positive("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT"),
      attributeValueLengthLimit: positive(
        "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
        "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
      ),
      eventCountLimit: positive("OTEL_SPAN_EVENT_COUNT_LIMIT"),
      linkCountLimit: positive("OTEL_SPAN_LINK_COUNT_LIMIT"),
      attributePerEventCountLimit: positive("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"),
      attributePerLinkCountLimit: positive("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"),
    }),
    spanProcessors: [...processors, ...senders],
  });
}

const batched = (selfObsMeterProvider: MeterProvider) =>
  new BatchSpanProcessor({
    exporter: otlpSpanExporter(),
    selfObsMeterProvider,
    ...given({
      maxQueueSize: positive("OTEL_BSP_MAX_QUEUE_SIZE"),
      maxExportBatchSize: positive("OTEL_BSP_MAX_EXPORT_BATCH_SIZE"),
      scheduledDelayMillis: positive("OTEL_BSP_SCHEDULE_DELAY"),
      exportTimeoutMillis: positive("OTEL_BSP_EXPORT_TIMEOUT"),
    }),
  });

/** @returns undefined for the SDK's own: all that its parent, if there is one, has sampled */
function samplerFromEnv(): Sampler | undefined {
  const name = getStringFromEnv("OTEL_TRACES_SAMPLER");
  const roots: Readonly<Record<string, () => Sampler>> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratioFromEnv()),
  };
  if (name === undefined) return undefined;
  const root = roots[name.replace(/^parentbased_/, "")]?.();
  if (!root) diag.warn(`OTEL_TRACES_SAMPLER=${name} is unknown; parentbased_always_on is used.`);
  return root && name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
}

function ratioFromEnv(): number {
  const ratio = getNumberFromEnv("OTEL_TRACES_SAMPLER_ARG") ?? 1;
  if (ratio >= 0 && ratio <= 1) return ratio;
  diag.warn(`OTEL_TRACES_SAMPLER_ARG=${ratio} is not from 0 to 1; 1 is used.`);
  return 1;
}
