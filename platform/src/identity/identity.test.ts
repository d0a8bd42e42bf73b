import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { httpApplication } from "#kernel/http.ts";
import { createLogger } from "#kernel/log.ts";
import { type Identity, openIdentity, startLink } from "./index.ts";

const hour = 3_600_000;
let folder: string;
let now: number;
let identity: Identity;
let app: ReturnType<typeof httpApplication>;

async function start() {
  const otlp = { http: "http://127.0.0.1:4318", grpc: "http://127.0.0.1:4317" };
  identity = await openIdentity({ dataFolder: folder, version: "1.0.0", otlp, clock: { now: () => now } });
  app = httpApplication({
    features: [identity.feature],
    authorize: identity.authorize,
    hostNames: undefined,
    consoleFolder: "/nowhere",
    version: "1.0.0",
    log: createLogger("silent"),
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "naru-identity-"));
  now = 1_800_000_000_000;
  await start();
});

const signIn = (token: string) =>
  app.request("/api/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
const whoAmI = (headers: Record<string, string>) => app.request("/api/session", { headers });
const cookieOf = (answer: Response) => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

describe("the token", () => {
  test("is made once, for its owner's eyes only", async () => {
    const { token } = identity;
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(statSync(join(folder, "token")).mode & 0o777).toBe(0o600);
    await start();
    expect(identity.token).toBe(token);
  });
  test("is refused when other users may read it", async () => {
    chmodSync(join(folder, "token"), 0o644);
    await expect(start()).rejects.toMatchObject({
      code: "START_FAILED",
      help: expect.stringContaining("chmod 600"),
    });
  });
  test("is refused when it is empty", async () => {
    writeFileSync(join(folder, "token"), "\n");
    await expect(start()).rejects.toMatchObject({ code: "START_FAILED" });
  });
  test("is in the link's fragment, which no server sees", () => {
    expect(startLink({ host: "127.0.0.1", port: 8800 }, "abc")).toBe("http://127.0.0.1:8800/#token=abc");
    expect(startLink({ host: "::", port: 8800 }, "abc")).toBe("http://localhost:8800/#token=abc");
  });
  test("lets programs in as a bearer", async () => {
    expect(await (await whoAmI({ authorization: `Bearer ${identity.token}` })).json()).toMatchObject({
      user: "admin",
      version: "1.0.0",
    });
    expect((await whoAmI({ authorization: "Bearer wrong" })).status).toBe(401);
    expect((await whoAmI({})).status).toBe(401);
  });
});

describe("a session", () => {
  test("is a cookie that scripts and other sites cannot use", async () => {
    const answer = await signIn(identity.token);
    expect(await answer.json()).toEqual({ expiresAt: now + 12 * hour });
    expect(answer.headers.get("set-cookie")).toMatch(/; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    expect((await whoAmI({ cookie: cookieOf(answer) })).status).toBe(200);
  });
  test("ends twelve hours after its last use", async () => {
    let cookie = cookieOf(await signIn(identity.token));
    now += 11 * hour;
    cookie = cookieOf(await whoAmI({ cookie }));
    now += 11 * hour;
    expect((await whoAmI({ cookie })).status).toBe(200);
    now += 2 * hour;
    expect((await whoAmI({ cookie })).status).toBe(401);
  });
  test("survives a restart, and no change of its key", async () => {
    const cookie = cookieOf(await signIn(identity.token));
    await start();
    expect((await whoAmI({ cookie })).status).toBe(200);
    writeFileSync(join(folder, "session-key"), "another key, long enough");
    await start();
    expect((await whoAmI({ cookie })).status).toBe(401);
  });
  test("cannot be forged or prolonged", async () => {
    const [, version, expires, signature] =
      /=(\w+)\.(\d+)\.(.+)/.exec(cookieOf(await signIn(identity.token))) ?? [];
    for (const forged of [`${version}.${Number(expires) + 1}.${signature}`, `v1.${expires}.`, "", "a.b.c"]) {
      expect((await whoAmI({ cookie: `naru_session=${forged}` })).status).toBe(401);
    }
  });
  test("ends with signing out", async () => {
    expect(cookieOf(await app.request("/api/session", { method: "DELETE" }))).toBe("naru_session=");
  });
});

test("after five wrong tokens each further one has to wait, twice as long each time", async () => {
  for (let attempt = 1; attempt <= 5; attempt++) expect((await signIn("wrong")).status).toBe(401);
  const early = await signIn(identity.token);
  expect(early.status).toBe(429);
  expect(early.headers.get("retry-after")).toBe("1");
  now += 1000;
  expect((await signIn("wrong")).status).toBe(401);
  expect((await signIn("wrong")).headers.get("retry-after")).toBe("2");
  now += 2000;
  expect((await signIn(identity.token)).status).toBe(200);
  expect(readFileSync(join(folder, "token"), "utf8").trim()).toBe(identity.token);
});
