import { once } from "node:events";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { ClickHouseError, ClickHouseUnavailable } from "@naru/clickhouse";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { NaruError } from "./errors.ts";
import { type Feature, handle } from "./feature.ts";
import { type Authorize, httpApplication, listen } from "./http.ts";
import { createLogger } from "./log.ts";
import { operation } from "./operation.ts";

const summary = { en: "For a test", ko: "시험용" };
const base = { summary, output: z.unknown(), permission: "telemetry:read", effect: "read" } as const;
const echo = operation({
  ...base,
  name: "test.echo",
  method: "GET",
  path: "/api/things/{id}/echo",
  input: z.object({
    id: z.string().max(5),
    count: z.number().int().default(3),
    deep: z.boolean().optional(),
    tags: z.array(z.string()).default([]),
    sizes: z.array(z.number()).optional(),
  }),
});
const write = operation({
  ...base,
  name: "test.write",
  method: "POST",
  path: "/api/things/{id}",
  input: z.object({ id: z.string(), note: z.string() }),
  effect: "write",
});
const fail = operation({
  ...base,
  name: "test.fail",
  method: "GET",
  path: "/api/fail",
  input: z.object({ how: z.string() }),
});
const large = operation({
  ...base,
  name: "test.large",
  method: "GET",
  path: "/api/large",
  input: z.object({}),
});
const open = operation({
  ...base,
  name: "test.open",
  method: "GET",
  path: "/api/open",
  input: z.object({}),
  permission: "public",
});
const wait = operation({ ...base, name: "test.wait", method: "GET", path: "/api/wait", input: z.object({}) });
const started = Promise.withResolvers<void>();
const stopped = Promise.withResolvers<boolean>();

const failures: Readonly<Record<string, Error>> = {
  typed: new NaruError("NOT_FOUND", "No such thing."),
  bug: new TypeError("secret detail"),
  timeout: new ClickHouseError(159, "TIMEOUT_EXCEEDED", "…"),
  memory: new ClickHouseError(241, "MEMORY_LIMIT_EXCEEDED", "…"),
  pattern: new ClickHouseError(427, "CANNOT_COMPILE_REGEXP", "…"),
  away: new ClickHouseUnavailable("gone"),
};

const authorize: Authorize = (headers) => {
  if (headers.get("authorization") === "Bearer right") return { user: "kim" };
  throw new NaruError("UNAUTHENTICATED");
};

const lines: string[] = [];
const sink = { write: (line: string) => lines.push(line) } as unknown as NodeJS.WritableStream;
const consoleFolder = mkdtempSync(join(tmpdir(), "naru-console-"));
let ready = true;

const feature: Feature = {
  name: "test",
  operations: [
    handle(echo, (input, { user }) => ({ ...input, user })),
    handle(write, (input) => input),
    handle(fail, ({ how }) => {
      throw failures[how] ?? new Error(how);
    }),
    handle(large, () => ({ text: "naru ".repeat(1000) })),
    handle(open, () => ({ open: true })),
    handle(wait, async (_input, { signal }) => {
      started.resolve();
      await once(signal, "abort");
      stopped.resolve(signal.aborted);
      signal.throwIfAborted();
    }),
  ],
  routes: {
    permission: "telemetry:read",
    register: (app) => void app.get("/foreign/api/x", (c) => c.text("x")),
  },
  readiness: () => (ready ? { ready } : { ready, reason: "Warming up." }),
  metrics: () => [{ name: "naru_test_things", type: "gauge", help: "Things.", samples: [{ value: 2 }] }],
};
const app = httpApplication({
  features: [feature],
  authorize,
  hostNames: new Set(["localhost", "[::1]"]),
  consoleFolder,
  version: "1.2.3",
  log: createLogger("info", sink),
});

const signedIn = { authorization: "Bearer right", host: "localhost:8800" };
const get = (path: string, headers: Record<string, string> = {}) =>
  app.request(path, { headers: { ...signedIn, ...headers } });
const post = (body: string, headers: Record<string, string> = {}) =>
  app.request("/api/things/a", {
    method: "POST",
    body,
    headers: { ...signedIn, "content-type": "application/json", ...headers },
  });

describe("an operation's input comes from", () => {
  const facts: [path: string, input: object][] = [
    ["/api/things/a/echo", { id: "a", count: 3, tags: [] }],
    ["/api/things/a/echo?count=5&deep=true", { id: "a", count: 5, deep: true, tags: [] }],
    [
      "/api/things/a/echo?tags=x&tags=y&sizes=1&sizes=2",
      { id: "a", count: 3, tags: ["x", "y"], sizes: [1, 2] },
    ],
    ["/api/things/a%2Fb/echo?tags=x", { id: "a/b", count: 3, tags: ["x"] }],
    ["/api/things/a/echo?id=b&other=1", { id: "a", count: 3, tags: [] }],
  ];
  test.each(facts)("%s", async (path, input) => {
    expect(await (await get(path)).json()).toEqual({ ...input, user: "kim" });
  });
  test("a JSON body", async () => {
    expect(await (await post('{"note":"hi"}')).json()).toEqual({ id: "a", note: "hi" });
  });
});

describe("an input is refused", () => {
  const facts: [path: string, reason: RegExp][] = [
    ["/api/things/toolong/echo", /id: .*5/],
    ["/api/things/a/echo?count=many", /count: .*number/],
    ["/api/things/a/echo?count=1.5&deep=maybe", /count: .*int.*; deep: .*boolean/],
  ];
  test.each(facts)("%s", async (path, reason) => {
    const answer = await get(path);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(reason),
    });
  });
  const bodies: [body: string, type: string, code: string][] = [
    ["{", "application/json", "INVALID_INPUT"],
    ["[]", "application/json", "INVALID_INPUT"],
    ["{}", "text/plain", "UNSUPPORTED_MEDIA_TYPE"],
    [JSON.stringify({ note: "x".repeat(1_100_000) }), "application/json", "BODY_TOO_LARGE"],
  ];
  test.each(bodies)("a body that is %.10s of %s", async (body, type, code) => {
    expect(await (await post(body, { "content-type": type })).json()).toMatchObject({ code });
  });
});

describe("a request without sign-in", () => {
  const facts: [path: string, status: number][] = [
    ["/healthz", 200],
    ["/readyz", 200],
    ["/api/open", 200],
    ["/api/things/a/echo", 401],
    ["/foreign/api/x", 401],
    ["/metrics", 401],
    ["/api/openapi.json", 401],
  ];
  test.each(facts)("to %s is answered with %i", async (path, status) => {
    expect((await get(path, { authorization: "" })).status).toBe(status);
  });
});

describe("a failure is told as", () => {
  const facts: [how: string, status: number, code: string][] = [
    ["typed", 404, "NOT_FOUND"],
    ["bug", 500, "INTERNAL"],
    ["timeout", 504, "QUERY_TIMEOUT"],
    ["memory", 422, "QUERY_TOO_LARGE"],
    ["pattern", 400, "INVALID_FILTER"],
    ["away", 503, "STORE_UNAVAILABLE"],
  ];
  test.each(facts)("%s: %i %s", async (how, status, code) => {
    const answer = await get(`/api/fail?how=${how}`);
    expect(answer.status).toBe(status);
    expect(Object.keys((await answer.clone().json()) as object)).toEqual(["code", "message", "help"]);
    expect(await answer.json()).toMatchObject({ code });
    expect(answer.headers.get("retry-after")).toBe(how === "away" ? "5" : null);
  });
  test("what it is for outsiders, and in full once in the log", async () => {
    lines.length = 0;
    expect(await (await get("/api/fail?how=bug")).text()).not.toContain("secret detail");
    expect(lines.filter((line) => line.includes("secret detail"))).toHaveLength(1);
  });
  test("NOT_FOUND on unknown paths of an API", async () => {
    for (const path of ["/api/nothing", "/foreign/nothing"]) {
      expect(await (await get(path)).json()).toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("another site", () => {
  test("cannot reach us under a name of its own", async () => {
    expect((await get("/api/open", { host: "evil.example" })).status).toBe(421);
    expect((await get("/api/open", { host: "[::1]:8800" })).status).toBe(200);
  });
  test("cannot write", async () => {
    expect((await post('{"note":"x"}', { origin: "http://evil.example" })).status).toBe(403);
    expect((await post('{"note":"x"}', { origin: "null" })).status).toBe(403);
    expect((await post('{"note":"x"}', { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post('{"note":"x"}', { origin: "http://localhost:8800" })).status).toBe(200);
  });
  test("cannot frame us or run its scripts", async () => {
    const policy = (await get("/api/open")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });
});

const bytes = async (accepted: string) =>
  Buffer.from(await (await get("/api/large", { "accept-encoding": accepted })).arrayBuffer());

describe("an answer of more than 1 KiB is compressed", () => {
  test("by brotli, or by gzip where that is all the caller takes", async () => {
    const text = "naru ".repeat(1000);
    expect(JSON.parse(brotliDecompressSync(await bytes("gzip, br")).toString())).toEqual({ text });
    expect(JSON.parse(gunzipSync(await bytes("gzip, br;q=0")).toString())).toEqual({ text });
    expect(JSON.parse((await bytes("identity")).toString())).toEqual({ text });
  });
});

test("a caller who leaves stops the work, which is no failure of ours", async () => {
  lines.length = 0;
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  const caller = new AbortController();
  const headers = { authorization: "Bearer right" };
  const answer = fetch(`http://localhost:${server.port}/api/wait`, { headers, signal: caller.signal });
  await started.promise;
  caller.abort();
  await expect(answer).rejects.toThrow(/abort/);
  expect(await stopped.promise).toBe(true);
  await server.close(1000);
  expect(lines).toEqual([]);
});

describe("readiness", () => {
  test("names each feature and its reason", async () => {
    ready = false;
    const answer = await get("/readyz");
    ready = true;
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      ready: false,
      features: [{ name: "test", ready: false, reason: "Warming up." }],
    });
  });
});

describe("the console", () => {
  test("says how to build it when it is missing", async () => {
    const answer = await get("/services");
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("npm run build");
  });
  test("is served by name, and by its index for its own routes", async () => {
    mkdirSync(join(consoleFolder, "assets"));
    writeFileSync(join(consoleFolder, "index.html"), "<p>naru");
    writeFileSync(join(consoleFolder, "assets", "app-1f2e.js"), "run()");
    expect(await (await get("/services/cart.v2")).text()).toBe("<p>naru");
    const asset = await get("/assets/app-1f2e.js");
    expect(asset.headers.get("content-type")).toMatch(/javascript/);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect((await get("/assets/gone.js")).status).toBe(404);
    expect(await (await get("/metrics", { accept: "text/html" })).text()).toBe("<p>naru");
  });
});

test("the scrape has the requests, and what features tell of themselves", async () => {
  const text = await (await get("/metrics")).text();
  expect(text).toMatch(/naru_http_requests_total\{operation="test.echo",status="200"\} \d+/);
  expect(text).toMatch(/naru_http_request_duration_seconds_bucket\{operation="test.echo",le="\+Inf"\} \d+/);
  expect(text).toContain("# TYPE naru_test_things gauge\nnaru_test_things 2\n");
});
