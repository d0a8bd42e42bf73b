import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { readSettings } from "../settings.ts";
import { createIdentify } from "./identity.ts";

const sha = (value: string) => createHash("sha256").update(value).digest("hex").slice(0, 32);
const hmac = (value: string) => createHmac("sha256", "key").update(value).digest("hex").slice(0, 32);
const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl";

const names = {
  NARU_SESSION_COOKIE: "sid",
  NARU_SESSION_HEADER: "X-Session-Id",
  NARU_USER_HEADER: "X-User-Id",
};
const identify = (env: Record<string, string>, headers: IncomingHttpHeaders) =>
  createIdentify(readSettings({ ...names, ...env }, () => undefined).identity)?.(headers);

test.each<[string, Record<string, string>, IncomingHttpHeaders, object]>([
  ["a session from a header is hashed", {}, { "x-session-id": "abc" }, { "session.id": sha("abc") }],
  ["a session from a cookie is hashed", {}, { cookie: "a=1; sid=abc; b=2" }, { "session.id": sha("abc") }],
  ["with a key, by HMAC", { NARU_HASH_KEY: "key" }, { cookie: "sid=abc" }, { "session.id": hmac("abc") }],
  [
    "the header goes before the cookie",
    { NARU_HASH_IDS: "none" },
    { "x-session-id": "h", cookie: "sid=c" },
    { "session.id": "h" },
  ],
  [
    "the signature of a signed cookie stays out",
    { NARU_HASH_IDS: "none" },
    { cookie: "sid=abc.s1gn" },
    { "session.id": "abc" },
  ],
  [
    "that of express-session too",
    { NARU_HASH_IDS: "none" },
    { cookie: "sid=s%3Aabc.s1gn%2B" },
    { "session.id": "abc" },
  ],
  [
    "signed and unsigned, it is one session",
    {},
    { cookie: "sid=s%3Aabc.s1gn" },
    { "session.id": sha("abc") },
  ],
  [
    "a token is hashed whatever is asked",
    { NARU_HASH_IDS: "none" },
    { cookie: `sid=${token}` },
    { "session.id": sha(token.slice(0, token.lastIndexOf("."))) },
  ],
  ["a cookie that only ends alike is another", {}, { cookie: "mysid=abc" }, {}],
  ["a user is told as it is", {}, { "x-user-id": "u1" }, { "user.id": "u1" }],
  [
    "or by HMAC when asked",
    { NARU_HASH_IDS: "user", NARU_HASH_KEY: "key" },
    { "x-user-id": "u1" },
    { "user.id": hmac("u1") },
  ],
  [
    "without a key it is not told, as it could be guessed",
    { NARU_HASH_IDS: "user" },
    { "x-user-id": "u1" },
    {},
  ],
  ["what is too long is no id", {}, { "x-user-id": "u".repeat(513) }, {}],
  [
    "an escape that is none stays as it is",
    { NARU_HASH_IDS: "none" },
    { cookie: "sid=%zz" },
    { "session.id": "%zz" },
  ],
  ["nobody is known without headers", {}, {}, {}],
])("%s", (_, env, headers, expected) => {
  expect(identify(env, headers)).toEqual(expected);
});

test("nothing is read when no header or cookie is named", () => {
  expect(createIdentify(readSettings({}, () => undefined).identity)).toBeUndefined();
});
