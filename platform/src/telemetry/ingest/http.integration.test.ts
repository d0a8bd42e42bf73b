import { request as httpRequest } from "node:http";
import { readFile } from "node:fs/promises";
import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { encode, requests } from "@naru/otlp";
import { eventually, logRecord, logs, type Platform, span, startPlatform, trace } from "@naru/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stored } from "./stored.ts";

const ingestToken = "a token";
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({
    settings: {
      NARU_INGEST_TOKEN: ingestToken,
      NARU_INGEST_QUEUE_LIMIT: "64MiB",
      NARU_REQUEST_LIMIT: "8MiB",
    },
  });
});
afterAll(() => platform.stop());

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string | undefined;
  readonly encoding?: string;
  readonly authorization?: string;
}

function send(body: Uint8Array | string | ReadableStream, sent: Sent = {}): Promise<Response> {
  const { path = "/v1/traces", method = "POST", encoding, authorization = `Bearer ${ingestToken}` } = sent;
  const type = "type" in sent ? sent.type : "application/x-protobuf";
  return fetch(`${platform.otlpHttp}${path}`, {
    method,
    ...(method === "POST" && { body, duplex: "half" }),
    headers: {
      ...(authorization && { authorization }),
      ...(type !== undefined && { "content-type": type }),
      ...(encoding && { "content-encoding": encoding }),
    },
  } as RequestInit);
}

const json = "application/json";
const spanNamed = (name: string) => trace([span({ name })]);
const bytesOf = (request: object) => new Uint8Array(encode(requests.traces, request));
const isStored = (name: string) =>
  eventually(async () => {
    const [row] = await platform.query<{ n: string }>(
      `SELECT count() AS n FROM spans WHERE name = '${name}'`,
    );
    if (row?.n !== "1") throw new Error(`${row?.n} spans are called ${name}`);
  });

describe("a request is taken", () => {
  test.each([
    ["in protobuf", (name: string) => send(bytesOf(spanNamed(name)))],
    ["in JSON", (name: string) => send(JSON.stringify(spanNamed(name)), { type: json })],
    [
      "with parameters of its type",
      (name: string) => send(JSON.stringify(spanNamed(name)), { type: "Application/JSON; charset=utf-8" }),
    ],
    ["with gzip", (name: string) => send(gzipSync(bytesOf(spanNamed(name))), { encoding: "gzip" })],
    ["with deflate", (name: string) => send(deflateSync(bytesOf(spanNamed(name))), { encoding: "deflate" })],
    ["with zstd", (name: string) => send(zstdCompressSync(bytesOf(spanNamed(name))), { encoding: "zstd" })],
    [
      "with GZIP in capitals",
      (name: string) => send(gzipSync(bytesOf(spanNamed(name))), { encoding: "GZIP" }),
    ],
    ["with a query", (name: string) => send(bytesOf(spanNamed(name)), { path: "/v1/traces?x=1" })],
    ["in chunks, its length unsaid", (name: string) => send(new Blob([bytesOf(spanNamed(name))]).stream())],
  ])("%s", async (name, run) => {
    const answer = await run(name);
    expect(answer.status).toBe(200);
    await isStored(name);
  });

  test("and answered in the encoding in which it came", async () => {
    const binary = await send(bytesOf(spanNamed("binary")));
    expect([binary.headers.get("content-type"), (await binary.bytes()).length]).toEqual([
      "application/x-protobuf",
      0,
    ]);
    const text = await send(JSON.stringify(spanNamed("text")), { type: json });
    expect([text.headers.get("content-type"), await text.json()]).toEqual([json, {}]);
  });

  test("without items, too", async () => {
    expect((await send(new Uint8Array(0))).status).toBe(200);
    expect((await send("{}", { type: json })).status).toBe(200);
  });
});

describe("a request of which a part can't be stored", () => {
  const partly = trace([
    span({ name: "kept" }),
    { ...span(), traceId: "" },
    { ...span(), startTimeUnixNano: "1" },
  ]);
  const message =
    "1: trace_id must be 16 bytes, not all zero; 1: the time is older than the retention or more than a day ahead";

  test("is told so in JSON, and the rest is stored", async () => {
    const answer = await send(JSON.stringify(partly), { type: json });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ partialSuccess: { rejectedSpans: "2", errorMessage: message } });
    await isStored("kept");
  });

  test("is told so in protobuf", async () => {
    const answer = Buffer.from(await (await send(bytesOf(partly))).arrayBuffer());
    const inside = answer.subarray(answer.indexOf(Buffer.from([0x08, 0x02])));
    expect(answer[0]).toBe(0x0a);
    expect(inside.subarray(0, 2)).toEqual(Buffer.from([0x08, 0x02]));
    expect(inside.subarray(2).toString()).toContain(message);
  });
});

const emptyRecords = () => encode(requests.logs, logs(Array.from({ length: 100_000 }, () => ({}))));

const plain = () => bytesOf(spanNamed("refused"));

describe("a request is refused", () => {
  test.each([
    ["401 without the token", 401, 16, () => send(plain(), { authorization: "" })],
    ["401 with another token", 401, 16, () => send(plain(), { authorization: "Bearer other" })],
    ["400 when it is no protobuf", 400, 3, () => send("hello")],
    ["400 when it is no JSON", 400, 3, () => send("{", { type: json })],
    ["400 when it is no gzip", 400, 3, () => send(plain(), { encoding: "gzip" })],
    ["413 when it is too long", 413, 3, () => send(Buffer.alloc(9 * 1024 * 1024))],
    [
      "413 when it is too long and does not say so",
      413,
      3,
      () => send(new Blob([Buffer.alloc(9 * 1024 * 1024)]).stream()),
    ],
    ["413 when it is nothing but empty items", 413, 3, () => send(emptyRecords(), { path: "/v1/logs" })],
    ["415 with another type", 415, 12, () => send(plain(), { type: "text/plain" })],
    [
      "415 with a type called like a property of objects",
      415,
      12,
      () => send(plain(), { type: "constructor" }),
    ],
    ["415 without a type", 415, 12, () => send(plain(), { type: undefined })],
    ["415 with another encoding", 415, 12, () => send(plain(), { encoding: "br" })],
    [
      "415 with an encoding called like a property of objects",
      415,
      12,
      () => send(plain(), { encoding: "tostring" }),
    ],
  ])("%s", async (_, status, code, run) => {
    const answer = await run();
    expect(answer.status).toBe(status);
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.headers.get("content-type") === json) {
      expect(JSON.parse(body.toString())).toMatchObject({ code, message: expect.any(String) });
    } else expect([...body.subarray(0, 2)]).toEqual([0x08, code]);
  });

  test("404 where nothing is, and 405 for another method", async () => {
    expect((await send(plain(), { path: "/v1/profiles" })).status).toBe(404);
    const answer = await send("", { method: "GET" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("and the refusals are counted by their reason", async () => {
    const { refused } = await platform.call<{ refused: { reason: string; requests: number }[] }>(
      "/api/ingest",
    );
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(
      new Set(["unauthenticated", "malformed", "too_large", "unsupported"]),
    );
  });
});

async function peakMemory(): Promise<number> {
  const status = await readFile(`/proc/${platform.pid()}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

describe("a body that is small until it is decompressed", () => {
  const zeroes = Buffer.alloc(256 * 1024 * 1024);
  test.each([
    ["gzip", () => gzipSync(zeroes)],
    ["zstd", () => zstdCompressSync(zeroes)],
  ])("%s: many at once are refused in bounded memory and time", async (encoding, compress) => {
    const bomb = compress();
    const before = await peakMemory();
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 40 }, () => send(bomb, { encoding })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([413]));
    expect(performance.now() - started).toBeLessThan(20_000);
    expect((await peakMemory()) - before).toBeLessThan(768 * 1024 * 1024);
    expect((await send(bytesOf(spanNamed("after")))).status).toBe(200);
  });
});

describe("when the store falls behind", () => {
  test("429 with Retry-After until there is room again, and nothing is lost", async () => {
    const engine = (await platform.enginePid()) ?? 0;
    process.kill(engine, "SIGSTOP");
    let acknowledged = 0;
    try {
      const body = encode(requests.logs, logs([logRecord({ body: "x".repeat(7 * 1024 * 1024) })]));
      const refused = await eventually(async () => {
        const answer = await send(body, { path: "/v1/logs" });
        if (answer.status !== 200) return answer;
        acknowledged++;
        throw new Error("taken");
      });
      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe("5");
      expect(acknowledged).toBeGreaterThan(5);
    } finally {
      process.kill(engine, "SIGCONT");
    }
    await stored(platform);
    expect(await platform.query("SELECT count() AS n FROM logs")).toEqual([{ n: String(acknowledged) }]);
    expect((await send(bytesOf(spanNamed("room")))).status).toBe(200);
  });
});

describe("when Naru stops", () => {
  test("503 with Retry-After for what is still being sent; what was acknowledged is there after the next start", async () => {
    expect((await send(bytesOf(spanNamed("before the stop")))).status).toBe(200);
    const body = bytesOf(spanNamed("during the stop"));
    const answer = new Promise<{ status: number | undefined; retryAfter: string | undefined }>(
      (resolve, reject) => {
        const sending = httpRequest(`${platform.otlpHttp}/v1/traces`, {
          method: "POST",
          headers: { "content-type": "application/x-protobuf", authorization: `Bearer ${ingestToken}` },
        });
        sending.on("error", reject);
        sending.on("response", ({ statusCode, headers }) =>
          resolve({ status: statusCode, retryAfter: headers["retry-after"] }),
        );
        sending.write(body.subarray(0, 20));
        setTimeout(() => platform.signal("SIGTERM"), 100);
        setTimeout(() => sending.end(body.subarray(20)), 500);
      },
    );
    expect(await answer).toEqual({ status: 503, retryAfter: "5" });
    await eventually(() => expect(() => process.kill(platform.pid(), 0)).toThrow());
    await platform.start();
    await isStored("before the stop");
    expect(await platform.query("SELECT count() AS n FROM spans WHERE name = 'during the stop'")).toEqual([
      { n: "0" },
    ]);
  });
});
