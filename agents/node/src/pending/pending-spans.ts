import {
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Attributes,
  type LogRecord,
} from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";

/** How often a span that stays open is announced again, in milliseconds. */
const heartbeatMs = 5000;
/** A span that nobody ends is let go of after this time: it would hold memory, and a place of another, for ever. */
const patienceMs = 3_600_000;
/** Longer attribute values, such as SQL text, are cut in announcements: they are sent again with each heartbeat. */
const valueLength = 1024;

export interface PendingSpansOptions {
  /** How many spans are announced at once, at most; five times as many are watched. */
  readonly limit: number;
  /** Takes what a tick has to say. */
  readonly emit: (record: LogRecord) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Watched {
  readonly since: number;
  /** When it was announced last; undefined before that. */
  announced?: number;
}

/** Announces spans that are open, as events in OTLP. A span that ends before the next tick costs an entry in a map and
 *  nothing else. The wire form, and what a reader may conclude: docs/pending-spans.md. */
export class PendingSpans implements SpanProcessor {
  readonly #options: PendingSpansOptions;
  /** In the order in which they started, oldest first. */
  readonly #open = new Map<ReadableSpan, Watched>();
  #ended: ReadableSpan[] = [];
  #announced = 0;
  #unwatched = 0;

  constructor(options: PendingSpansOptions) {
    this.#options = options;
  }

  onStart(span: Span): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    if (this.#open.size < this.#options.limit * 5) this.#open.set(span, { since: this.#options.now() });
    else this.#unwatched++;
  }

  onEnd(span: ReadableSpan): void {
    const watched = this.#open.get(span);
    if (!watched) return;
    this.#open.delete(span);
    if (watched.announced === undefined) return;
    this.#announced--;
    this.#ended.push(span);
  }

  /** Says what ended since the last tick and what is open now. */
  tick(): void {
    const now = this.#options.now();
    for (const span of this.#ended.splice(0)) this.#options.emit(endedEvent(span, now));
    for (const [span, watched] of this.#open) {
      if (now - watched.since > patienceMs) this.#letGo(span, watched);
      else if (watched.announced === undefined) this.#announce(span, watched, now);
      else if (now - watched.announced >= heartbeatMs) this.#say(span, watched, now);
    }
  }

  /** Spans that are open, by whether they are announced: those beyond the limit are not. */
  get counts(): { readonly announced: number; readonly unannounced: number; readonly unwatched: number } {
    return {
      announced: this.#announced,
      unannounced: this.#open.size - this.#announced,
      unwatched: this.#unwatched,
    };
  }

  #announce(span: ReadableSpan, watched: Watched, now: number): void {
    if (this.#announced >= this.#options.limit) return;
    this.#announced++;
    this.#say(span, watched, now);
  }

  #say(span: ReadableSpan, watched: Watched, now: number): void {
    watched.announced = now;
    this.#options.emit(pendingEvent(span, now));
  }

  #letGo(span: ReadableSpan, { announced }: Watched): void {
    this.#open.delete(span);
    if (announced !== undefined) this.#announced--;
  }

  async forceFlush(): Promise<void> {
    this.tick();
  }

  async shutdown(): Promise<void> {
    this.tick();
  }
}

function pendingEvent(span: ReadableSpan, now: number): LogRecord {
  const parent = span.parentSpanContext?.spanId;
  return event("span.pending", span, now, {
    ...shortened(span.attributes),
    ...(parent !== undefined && { "span.parent_id": parent }),
    "span.name": span.name,
    "span.kind": SpanKind[span.kind],
    "span.start_time_unix_nano": nanoseconds(span.startTime),
  });
}

const endedEvent = (span: ReadableSpan, now: number) => event("span.ended", span, now, {});

const event = (
  eventName: string,
  span: ReadableSpan,
  timestamp: number,
  attributes: Attributes,
): LogRecord => ({
  eventName,
  timestamp,
  attributes,
  context: trace.setSpanContext(ROOT_CONTEXT, span.spanContext()),
});

const shortened = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      typeof value === "string" && value.length > valueLength ? value.slice(0, valueLength) : value,
    ]),
  );

const nanoseconds = ([seconds, nanos]: readonly [number, number]) =>
  String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
