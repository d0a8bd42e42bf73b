import { type LogRecord, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { AlwaysOffSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { PendingSpans } from "./pending-spans.ts";

function watching({ limit = 2000 } = {}) {
  const said: LogRecord[] = [];
  const clock = { now: 1_000_000 };
  const pending = new PendingSpans({ limit, emit: (record) => said.push(record), now: () => clock.now });
  const tracer = new TracerProvider({ spanProcessors: [pending] }).getTracer("test");
  const after = (ms: number) => {
    clock.now += ms;
    said.length = 0;
    pending.tick();
    return said.map(({ eventName, context }) => `${eventName} ${nameOf(context)}`);
  };
  const names = new Map<string, string>();
  const nameOf = (context = ROOT_CONTEXT) => names.get(trace.getSpanContext(context)?.spanId ?? "");
  const start = (name: string, parent = ROOT_CONTEXT) => {
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER, startTime: [1_700_000_000, 7] }, parent);
    names.set(span.spanContext().spanId, name);
    return span;
  };
  return { pending, said, after, start };
}

test("a span that ends before the next tick is never spoken of", () => {
  const { after, start } = watching();
  start("quick").end();
  expect(after(500)).toEqual([]);
});

test("an open span is announced once, then every five seconds, and its end is told", () => {
  const { after, start } = watching();
  const span = start("slow");
  expect(after(500)).toEqual(["span.pending slow"]);
  for (let ms = 1000; ms < 5500; ms += 500) expect(after(500)).toEqual([]);
  expect(after(500)).toEqual(["span.pending slow"]);
  span.end();
  expect(after(500)).toEqual(["span.ended slow"]);
  expect(after(5000)).toEqual([]);
});

test("an announcement says what the span is, and carries its ids in the record itself", () => {
  const { after, said, start } = watching();
  const parent = start("parent");
  const child = start("child", trace.setSpan(ROOT_CONTEXT, parent));
  child.setAttributes({ "http.route": "/carts/:id", "db.query.text": "x".repeat(2000) });
  after(500);
  expect(said[0]?.attributes).toEqual({
    "span.name": "parent",
    "span.kind": "SERVER",
    "span.start_time_unix_nano": "1700000000000000007",
  });
  expect(said[1]).toMatchObject({
    timestamp: 1_000_500,
    attributes: {
      "span.parent_id": parent.spanContext().spanId,
      "http.route": "/carts/:id",
      "db.query.text": "x".repeat(1024),
    },
  });
  expect(trace.getSpanContext(said[1]?.context ?? ROOT_CONTEXT)).toEqual(child.spanContext());
});

test("beyond the limit the oldest are announced, the others counted, and one moves up when one ends", () => {
  const { pending, after, start } = watching({ limit: 2 });
  const spans = ["a", "b", "c"].map((name) => start(name));
  expect(after(500)).toEqual(["span.pending a", "span.pending b"]);
  expect(pending.counts).toEqual({ announced: 2, unannounced: 1, unwatched: 0 });
  spans[0]?.end();
  expect(after(500)).toEqual(["span.ended a", "span.pending c"]);
});

test("spans that nobody ends take no more than their share of memory, and are let go of after an hour", () => {
  const { pending, after, start } = watching({ limit: 2 });
  for (let i = 0; i < 12; i++) start(`leak ${i}`);
  expect(pending.counts).toEqual({ announced: 0, unannounced: 10, unwatched: 2 });
  after(500);
  expect(after(3_600_000)).toEqual([]);
  expect(pending.counts).toEqual({ announced: 0, unannounced: 0, unwatched: 2 });
});

test("what is not sampled is not announced", () => {
  const said: LogRecord[] = [];
  const pending = new PendingSpans({ limit: 10, emit: (record) => said.push(record), now: Date.now });
  const provider = new TracerProvider({ spanProcessors: [pending], sampler: new AlwaysOffSampler() });
  provider.getTracer("test").startSpan("dropped");
  pending.tick();
  expect(said).toEqual([]);
});
