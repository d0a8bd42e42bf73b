import { basename } from "node:path";
import { SpanKind } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { Callers } from "./callers.ts";
import { loadCart } from "../testing/cart.ts";
import { SourceMaps } from "./source-maps.ts";

function calling({ perSecond = 10 } = {}) {
  const exporter = new InMemorySpanExporter();
  const clock = { now: 0 };
  const callers = new Callers(new SourceMaps(), perSecond, () => clock.now);
  const tracer = new TracerProvider({
    spanProcessors: [callers, new SimpleSpanProcessor({ exporter })],
  }).getTracer("test");
  const call = (kind = SpanKind.CLIENT) => tracer.startSpan("call", { kind }).end();
  const marked = () =>
    exporter.getFinishedSpans().map(({ attributes }) => {
      const file = attributes["code.file.path"];
      return typeof file === "string"
        ? `${String(attributes["code.function.name"])} ${basename(file)}`
        : undefined;
    });
  return { call, clock, marked };
}

test("a call to a database or another service is marked with who makes it", () => {
  const { call, marked } = calling();
  loadCart(call);
  loadCart(() => call(SpanKind.PRODUCER));
  expect(marked()).toEqual(["loadCart cart.ts", "loadCart cart.ts"]);
});

test("what is no call out is not", () => {
  const { call, marked } = calling();
  loadCart(() => call(SpanKind.SERVER));
  loadCart(() => call(SpanKind.INTERNAL));
  expect(marked()).toEqual([undefined, undefined]);
});

test("no more stacks are taken in a second than allowed", () => {
  const { call, clock, marked } = calling({ perSecond: 1 });
  loadCart(call);
  loadCart(call);
  clock.now = 1000;
  loadCart(call);
  expect(marked().map((mark) => mark !== undefined)).toEqual([true, false, true]);
});

test("a program's own ways with stacks are left as they were", () => {
  const { call } = calling();
  const { stackTraceLimit } = Error;
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = () => "own";
  Error.stackTraceLimit = 3;
  call();
  const { stack } = new Error("after");
  const { stackTraceLimit: limit } = Error;
  Error.stackTraceLimit = stackTraceLimit;
  if (own) Object.defineProperty(Error, "prepareStackTrace", own);
  else Reflect.deleteProperty(Error, "prepareStackTrace");
  expect({ stack, limit }).toEqual({ stack: "own", limit: 3 });
});
