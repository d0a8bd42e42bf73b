import { attributes, type Attributes } from "./attributes.ts";
import { freshId } from "./ids.ts";
import { from, nano, type Origin } from "./origin.ts";

export interface Span {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind?: number;
  /** Nanoseconds since 1970; now when left out. */
  readonly start?: bigint;
  readonly durationNano?: bigint;
  readonly attributes?: Attributes;
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly traceState?: string;
  readonly flags?: number;
  readonly droppedAttributesCount?: number;
  readonly droppedEventsCount?: number;
  readonly droppedLinksCount?: number;
  readonly events?: readonly Event[];
  readonly links?: readonly Link[];
}

interface Event {
  readonly time: bigint;
  readonly name?: string;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
}

interface Link {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState?: string;
  readonly flags?: number;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
}

/** One Span of OTLP/JSON; ids are fresh and the time is now unless given. */
export function span(given: Span = {}): object {
  const {
    start = BigInt(Date.now()) * 1_000_000n,
    durationNano = 1_000_000n,
    events,
    links,
    ...rest
  } = given;
  return {
    traceId: freshId(16),
    spanId: freshId(8),
    name: "work",
    ...rest,
    startTimeUnixNano: nano(start),
    endTimeUnixNano: nano(start + durationNano),
    attributes: attributes(given.attributes),
    events: (events ?? []).map(({ time, ...event }) => ({
      ...event,
      timeUnixNano: nano(time),
      attributes: attributes(event.attributes),
    })),
    links: (links ?? []).map((link) => ({ ...link, attributes: attributes(link.attributes) })),
  };
}

/** An ExportTraceServiceRequest from one service. */
export function trace(spans: readonly object[], origin: Origin = { service: "shop" }): object {
  return { resourceSpans: [from(origin, "scopeSpans", "spans", spans)] };
}
