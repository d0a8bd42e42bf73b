import { createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { eventually } from "@naru/testkit";
import { expect, test } from "vitest";
import { startProgram } from "./testing/program.ts";
import { startReceiver } from "./testing/receiver.ts";

/** So long a batch waits that only an end can have sent it. */
const lazy = { OTEL_BSP_SCHEDULE_DELAY: "60000", OTEL_METRIC_EXPORT_INTERVAL: "60000" };

test("SIGTERM sends what is left, and then ends the program as if no agent had been there", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: lazy,
  });
  await fetch(`${tested.url}/quick`);
  expect(await tested.end("SIGTERM")).toMatchObject({ code: null, signal: "SIGTERM" });
  expect(receiver.spans.map(({ name }) => name)).toEqual(["GET /quick"]);
  expect(receiver.metrics.map(({ name }) => name)).toContain("http.server.request.duration");
});

test("a program that runs out of work sends what is left", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: lazy,
  });
  await fetch(`${tested.url}/exit`, { headers: { connection: "close" } });
  await eventually(() => expect(receiver.spans.map(({ name }) => name)).toEqual(["GET /exit"]));
});

test("a program that runs out of work while its receiver is silent ends within the bound", async () => {
  await using silent = await startSilent();
  const started = performance.now();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: silent.endpoint,
    env: { NARU_EXIT_TIMEOUT: "300" },
  });
  await fetch(`${tested.url}/exit`, { headers: { connection: "close" } });
  expect(await tested.ended()).toEqual({ code: 0, signal: null });
  expect(performance.now() - started).toBeLessThan(5000);
});

test("a receiver that is away is told of in one line, however often it is tried", async () => {
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: "http://127.0.0.1:9",
    env: { OTEL_METRIC_EXPORT_INTERVAL: "60000", OTEL_BSP_EXPORT_TIMEOUT: "100" },
  });
  for (let i = 0; i < 8; i++) {
    await fetch(`${tested.url}/quick`);
    await wait(300);
  }
  await eventually(() => expect(tested.output()).toContain("could not be sent"));
  expect(
    tested
      .output()
      .split("\n")
      .filter((line) => line.includes("could not be sent")),
  ).toHaveLength(1);
});

test("a receiver that is away costs a program neither its answers nor more than the bound at its end", async () => {
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: "http://127.0.0.1:9",
    env: { OTEL_BSP_MAX_QUEUE_SIZE: "50", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10" },
  });
  for (let i = 0; i < 200; i++) expect((await fetch(`${tested.url}/quick`)).status).toBe(200);
  const { signal, ms } = await tested.end("SIGTERM");
  expect(signal).toBe("SIGTERM");
  expect(ms).toBeLessThan(3000);
});

test("a receiver that takes everything and never answers holds the end up no longer than the bound", async () => {
  await using silent = await startSilent();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: silent.endpoint,
    env: { NARU_EXIT_TIMEOUT: "500" },
  });
  await fetch(`${tested.url}/quick`);
  const { signal, ms } = await tested.end("SIGTERM");
  expect(signal).toBe("SIGTERM");
  expect(ms).toBeGreaterThan(400);
  expect(ms).toBeLessThan(1500);
});

test("what a full queue dropped is counted", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:9/v1/traces", OTEL_BSP_MAX_QUEUE_SIZE: "5" },
  });
  for (let i = 0; i < 20; i++) await fetch(`${tested.url}/quick`);
  await eventually(() => {
    const processed = receiver.metrics.findLast(({ name }) => name === "otel.sdk.processor.span.processed");
    const dropped = processed?.points.find(({ attributes }) => attributes["error.type"] === "queue_full");
    expect(dropped?.value).toBeGreaterThan(0);
  });
});

/** Takes everything and never answers. */
async function startSilent(): Promise<AsyncDisposable & { readonly endpoint: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.resume().on("error", () => undefined));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
