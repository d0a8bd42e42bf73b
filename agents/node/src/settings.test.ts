import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

function read(env: Record<string, string>) {
  const warnings: string[] = [];
  return { settings: readSettings(env, (text) => warnings.push(text)), warnings };
}

test("without any variable: pending spans, code locations, hashed sessions, no profiles, and nothing to warn of", () => {
  expect(read({})).toEqual({
    settings: {
      pendingSpans: { intervalMs: 500, limit: 2000 },
      identity: {
        sessionCookie: undefined,
        sessionHeader: undefined,
        userHeader: undefined,
        hashes: { session: true, user: false },
        hashKey: undefined,
      },
      code: { handlers: true, callersPerSecond: 20 },
      profiles: { seconds: 0, everySeconds: 0, frequency: 100, signal: undefined },
      exitTimeoutMs: 2000,
    },
    warnings: [],
  });
});

test.each([
  ["NARU_PENDING_SPANS_INTERVAL", "soon", { pendingSpans: { intervalMs: 500 } }],
  ["NARU_PENDING_SPANS_INTERVAL", "-1", { pendingSpans: { intervalMs: 500 } }],
  ["NARU_PENDING_SPANS_LIMIT", "0", { pendingSpans: { limit: 2000 } }],
  ["NARU_HASH_IDS", "users", { identity: { hashes: { session: true, user: true } } }],
  ["NARU_PROFILES", "60/10", { profiles: { seconds: 0 } }],
  ["NARU_PROFILES", "yes", { profiles: { seconds: 0 } }],
  ["NARU_PROFILES_SIGNAL", "SIGKILL", { profiles: { signal: undefined } }],
])("%s=%s is told, and something safe stands", (name, value, expected) => {
  const { settings, warnings } = read({ [name]: value });
  expect(settings).toMatchObject(expected);
  expect(warnings).toEqual([expect.stringContaining(`${name}=${value}`)]);
});

test.each([
  ["NARU_PENDING_SPANS_INTERVAL", "0", { pendingSpans: { intervalMs: 0 } }],
  ["NARU_SESSION_HEADER", "X-Session-Id", { identity: { sessionHeader: "x-session-id" } }],
  ["NARU_HASH_IDS", "none", { identity: { hashes: { session: false, user: false } } }],
  ["NARU_HASH_IDS", "session, user", { identity: { hashes: { session: true, user: true } } }],
  ["NARU_PROFILES", "on", { profiles: { seconds: 10, everySeconds: 60 } }],
  ["NARU_PROFILES", "5/30", { profiles: { seconds: 5, everySeconds: 30 } }],
  ["NARU_CODE_HANDLERS", "false", { code: { handlers: false } }],
])("%s=%s is understood", (name, value, expected) => {
  const { settings, warnings } = read({ [name]: value });
  expect(settings).toMatchObject(expected);
  expect(warnings).toEqual([]);
});
