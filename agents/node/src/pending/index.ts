import type { MeterProvider } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { exportersOf } from "../sdk/environment.ts";
import { harmless } from "../harmless.ts";
import { scope } from "../scope.ts";
import { otlpLogExporter } from "../sdk/exporters.ts";
import type { PendingSpansSettings } from "../settings.ts";
import { Outbox } from "./outbox.ts";
import { PendingSpans } from "./pending-spans.ts";

export interface Announcer {
  readonly processor: SpanProcessor;
  /** Counts what is open and what was dropped. */
  observe(meterProvider: MeterProvider): void;
  forceFlush(): Promise<void>;
}

/** Announces open spans to where log records go by OTLP; they are log records.
 *  @returns undefined when that is nowhere, or when it is turned off */
export function createAnnouncer(
  { intervalMs, limit }: PendingSpansSettings,
  resource: Resource,
): Announcer | undefined {
  if (intervalMs === 0 || !exportersOf("LOGS").includes("otlp")) return undefined;
  const outbox = new Outbox(otlpLogExporter(), limit * 2);
  const logger = new LoggerProvider({ resource, processors: [outbox] }).getLogger(scope.name, scope.version);
  const spans = new PendingSpans({ limit, emit: (record) => logger.emit(record), now: Date.now });
  const tick = () => {
    spans.tick();
    outbox.send();
  };
  const timer = setInterval(() => harmless(tick), intervalMs);
  timer.unref();
  return {
    processor: spans,
    observe: (meterProvider) => observe(meterProvider, spans, outbox),
    async forceFlush() {
      spans.tick();
      await outbox.forceFlush();
    },
  };
}

function observe(meterProvider: MeterProvider, spans: PendingSpans, outbox: Outbox): void {
  const meter = meterProvider.getMeter(scope.name, scope.version);
  meter
    .createObservableGauge("naru.pending_spans.open", {
      unit: "{span}",
      description: "Spans that are open, by whether they are announced.",
    })
    .addCallback((result) => {
      const { announced, unannounced } = spans.counts;
      result.observe(announced, { announced: true });
      result.observe(unannounced, { announced: false });
    });
  meter
    .createObservableCounter("naru.pending_spans.dropped", {
      unit: "{event}",
      description: "Announcements that could not be sent, and spans beyond what is watched.",
    })
    .addCallback((result) => result.observe(outbox.dropped + spans.counts.unwatched));
}
