import { eventually } from "@naru/testkit";
import { describe, expect, test } from "vitest";
import { node20, nodes, startProgram } from "./testing/program.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

const server = 2;
const client = 3;

const serverSpan = (receiver: Receiver, route: string) =>
  eventually(() => {
    const span = receiver.spans.find(
      ({ kind, attributes }) => kind === server && attributes["http.route"] === route,
    );
    expect(span).toBeDefined();
    return span!;
  });

interface Harness {
  readonly program: string;
  readonly preload: "--require" | "--import";
  readonly node: string;
}
const ways: readonly Omit<Harness, "node">[] = [
  { program: "express.cjs", preload: "--require" },
  { program: "express.cjs", preload: "--import" },
  { program: "express.mjs", preload: "--require" },
  { program: "express.mjs", preload: "--import" },
];
const harnesses: Harness[] = nodes.flatMap((node) => ways.map((way) => ({ ...way, node })));

if (node20 === undefined)
  test.skip("this machine has no Node.js 20, which the agent supports too", () => undefined);

describe.each(harnesses)("$program under $preload, $node", ({ program, preload, node }) => {
  test("sends a request, what it calls, where its handler is, and figures of the process", async () => {
    await using receiver = await startReceiver();
    await using tested = await startProgram(program, {
      preload,
      endpoint: receiver.endpoint,
      node,
    });
    await fetch(`${tested.url}/quick`);
    await fetch(`${tested.url}/calls/${new URL(tested.url).port}`);

    const quick = await serverSpan(receiver, "/quick");
    expect(quick).toMatchObject({
      name: "GET /quick",
      attributes: {
        "code.function.name": "quick",
        "code.file.path": expect.stringMatching(`programs/${program}$`),
      },
      resource: { "service.name": "tested", "process.runtime.name": "nodejs", "service.version": "0.1.0" },
    });
    const calls = await serverSpan(receiver, "/calls/:port");
    await eventually(() => {
      const call = receiver.spans.find(
        ({ kind, parentSpanId }) => kind === client && parentSpanId === calls.spanId,
      );
      expect(call?.attributes).toMatchObject({
        "http.request.method": "GET",
        "code.function.name": "calls",
        "code.file.path": expect.stringMatching(`programs/${program}$`),
      });
    });
    await eventually(() =>
      expect(receiver.metrics.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          "http.server.request.duration",
          "nodejs.eventloop.delay.p99",
          "nodejs.eventloop.utilization",
          "v8js.memory.heap.used",
          "process.cpu.time",
          "process.memory.usage",
          "naru.pending_spans.open",
          "otel.sdk.processor.span.processed",
        ]),
      ),
    );
    expect(tested.output()).toBe(`port ${new URL(tested.url).port}\n`);
  });
});
