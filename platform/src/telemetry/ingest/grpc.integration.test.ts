import {
  Client,
  compressionAlgorithms,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { encode, requests, type Signal, signals } from "@naru/otlp";
import {
  eventually,
  gauge,
  logRecord,
  logs,
  metrics,
  type Platform,
  profiles,
  span,
  startPlatform,
  trace,
} from "@naru/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stored } from "./stored.ts";

const ingestToken = "a token";
let platform: Platform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform({
    settings: {
      NARU_INGEST_TOKEN: ingestToken,
      NARU_INGEST_QUEUE_LIMIT: "64MiB",
      NARU_DECOMPRESSED_LIMIT: "8MiB",
    },
  });
  client = new Client(platform.otlpGrpc, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await platform.stop();
});

const serviceOf: Readonly<Record<Signal, string>> = {
  traces: "trace.v1.TraceService",
  logs: "logs.v1.LogsService",
  metrics: "metrics.v1.MetricsService",
  profiles: "profiles.v1development.ProfilesService",
};
const tableOf: Readonly<Record<Signal, string>> = {
  traces: "spans",
  logs: "logs",
  metrics: "metric_numbers",
  profiles: "profile_samples",
};
const requestOf: Readonly<Record<Signal, () => object>> = {
  traces: () => trace([span()]),
  logs: () => logs([logRecord({ body: "line" })]),
  metrics: () => metrics([gauge({ name: "g" }, [{ asInt: 1n }])]),
  profiles: () => profiles([{ samples: [{ stack: [{ function: "main" }] }] }]),
};
const bytesOf = (signal: Signal) => encode(requests[signal], requestOf[signal]());
const asIs = (bytes: Buffer) => bytes;

function send(signal: Signal, body: Buffer, { authorization = `Bearer ${ingestToken}`, by = client } = {}) {
  const metadata = new Metadata();
  if (authorization) metadata.set("authorization", authorization);
  return new Promise<Buffer>((resolve, reject) => {
    const path = `/opentelemetry.proto.collector.${serviceOf[signal]}/Export`;
    by.makeUnaryRequest(
      path,
      asIs,
      asIs,
      body,
      metadata,
      { deadline: Date.now() + 20_000 },
      (error, answer) => {
        if (error) reject(error);
        else resolve(answer ?? Buffer.alloc(0));
      },
    );
  });
}

const refusal = (sending: Promise<Buffer>): Promise<ServiceError> =>
  sending.then(
    () => Promise.reject(new Error("the request was taken")),
    (error: unknown) => error as ServiceError,
  );

async function count(signal: Signal): Promise<number> {
  const [row] = await platform.query<{ n: string }>(`SELECT count() AS n FROM ${tableOf[signal]}`);
  return Number(row?.n);
}

describe("a call is taken", () => {
  test.each(signals)("with %s", async (signal) => {
    const before = await count(signal);
    expect(await send(signal, bytesOf(signal))).toHaveLength(0);
    await eventually(async () => expect(await count(signal)).toBe(before + 1));
  });

  test("with gzip", async () => {
    const before = await count("traces");
    const zipping = new Client(platform.otlpGrpc, credentials.createInsecure(), {
      "grpc.default_compression_algorithm": compressionAlgorithms.gzip,
    });
    const many = encode(requests.traces, trace(Array.from({ length: 500 }, () => span())));
    await send("traces", many, { by: zipping });
    zipping.close();
    await eventually(async () => expect(await count("traces")).toBe(before + 500));
  });

  test("and told which part can't be stored", async () => {
    const answer = await send("traces", encode(requests.traces, trace([span(), { ...span(), spanId: "" }])));
    expect(answer.toString()).toContain("1: span_id must be 8 bytes, not all zero");
    expect(answer.includes(Buffer.from([0x08, 0x01, 0x12]))).toBe(true);
  });
});

describe("a call is refused", () => {
  test.each([
    [
      "without the token",
      status.UNAUTHENTICATED,
      () => send("traces", bytesOf("traces"), { authorization: "" }),
    ],
    [
      "with another token",
      status.UNAUTHENTICATED,
      () => send("logs", bytesOf("logs"), { authorization: "Bearer x" }),
    ],
    ["when it can't be read", status.INVALID_ARGUMENT, () => send("traces", Buffer.from("hello"))],
    ["when it is too long", status.RESOURCE_EXHAUSTED, () => send("traces", Buffer.alloc(9 * 1024 * 1024))],
  ])("%s", async (_, code, run) => expect(await refusal(run())).toMatchObject({ code }));

  test("when it would be too long decompressed", async () => {
    const zipping = new Client(platform.otlpGrpc, credentials.createInsecure(), {
      "grpc.default_compression_algorithm": compressionAlgorithms.gzip,
    });
    const error = await refusal(send("traces", Buffer.alloc(100 * 1024 * 1024), { by: zipping }));
    zipping.close();
    expect(error).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  });

  test("to another service", async () => {
    const calling = new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest("/a.Service/Method", asIs, asIs, Buffer.alloc(0), (error, answer) =>
        error ? reject(error) : resolve(answer ?? Buffer.alloc(0)),
      );
    });
    expect(await refusal(calling)).toMatchObject({ code: status.UNIMPLEMENTED });
  });

  test("while the store is behind, with the time after which to try again", async () => {
    const engine = (await platform.enginePid()) ?? 0;
    process.kill(engine, "SIGSTOP");
    try {
      const body = encode(requests.logs, logs([logRecord({ body: "x".repeat(7 * 1024 * 1024) })]));
      const error = await eventually(() => refusal(send("logs", body)));
      expect(error).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
      const [details] = error.metadata.get("grpc-status-details-bin") as Buffer[];
      expect(details?.toString("latin1")).toContain("type.googleapis.com/google.rpc.RetryInfo");
      const fiveSeconds = Buffer.from([0x12, 0x04, 0x0a, 0x02, 0x08, 0x05]);
      expect(details?.subarray(-fiveSeconds.length)).toEqual(fiveSeconds);
    } finally {
      process.kill(engine, "SIGCONT");
    }
    await stored(platform);
  });
});
