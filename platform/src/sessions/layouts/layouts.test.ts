import { encode } from "@msgpack/msgpack";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idOf, keyOf, layouts, patternOf } from "./layouts.ts";
import type { SessionFacts, Stored } from "./layout.ts";

const now = 1_800_000_000_000;
const hour = 3_600_000;
const read = (name: string, stored: Stored, { userPath = "", leftMs = hour } = {}) =>
  layouts.get(name)?.read(stored, { userPath, leftMs, now });
const json = (data: unknown) => Buffer.from(JSON.stringify(data));
const nothing: SessionFacts = { user: null, createdAt: null, lastSeenAt: null };

/** As Java serialises them. */
const javaLong = (value: number) => {
  const bytes = Buffer.from(
    "aced00057372000e6a6176612e6c616e672e4c6f6e673b8be490cc8f23df0200014a000576616c7565787200106a6176612e6c616e672e4e756d62657286ac951d0b94e08b0200007870",
    "hex",
  );
  const number = Buffer.alloc(8);
  number.writeBigInt64BE(BigInt(value));
  return Buffer.concat([bytes, number]);
};
const javaString = (text: string) =>
  Buffer.concat([Buffer.from([0xac, 0xed, 0, 5, 0x74, 0, Buffer.byteLength(text)]), Buffer.from(text)]);
/** `pickle.dumps({"_auth_user_id": "42", "next": "/"})` of Python 3.11. */
const pickled = Buffer.from(
  "8005952a000000000000007d94288c0d5f617574685f757365725f6964948c023432948c046e657874948c012f94752e",
  "hex",
);
const principal =
  "sessionAttr:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME";

describe("a session is read as its library writes it", () => {
  test.each<[string, Stored, SessionFacts]>([
    [
      "connect-redis",
      json({ cookie: { originalMaxAge: 2 * hour }, user: { id: "kim" } }),
      { ...nothing, user: "kim", lastSeenAt: now - hour },
    ],
    [
      "connect-redis",
      json({ cookie: { originalMaxAge: null }, passport: { user: 7 } }),
      { ...nothing, user: "7" },
    ],
    ["connect-redis", json({ cookie: {} }), nothing],
    ["connect-redis", Buffer.from("not json"), nothing],
    [
      "spring-session",
      new Map([
        ["creationTime", javaLong(now - hour)],
        ["lastAccessedTime", javaLong(now - 5)],
      ]),
      { user: null, createdAt: now - hour, lastSeenAt: now - 5 },
    ],
    [
      "spring-session",
      new Map([
        ["creationTime", Buffer.from(String(now))],
        [principal, javaString("김")],
      ]),
      { user: "김", createdAt: now, lastSeenAt: null },
    ],
    ["spring-session", new Map([[principal, Buffer.from('"lee"')]]), { ...nothing, user: "lee" }],
    ["flask-session", Buffer.from(encode({ _user_id: "9", _fresh: true })), { ...nothing, user: "9" }],
    ["flask-session", json({ user: "kim" }), { ...nothing, user: "kim" }],
    ["django", pickled, { ...nothing, user: "42" }],
    ["scs", Buffer.from("gob"), nothing],
  ])("%s: %o", (name, stored, facts) => {
    expect(read(name, stored)).toEqual(facts);
  });

  /** Fields of a session of Spring Session 4.0.4 with the indexed repository, as they stood in a store. The program of e2e/src/recipes writes
   *  them: sign in, then HGETALL. */
  const recorded = {
    [principal]: "rO0ABXQAA2tpbQ==",
    maxInactiveInterval:
      "rO0ABXNyABFqYXZhLmxhbmcuSW50ZWdlchLioKT3gYc4AgABSQAFdmFsdWV4cgAQamF2YS5sYW5nLk51bWJlcoaslR0LlOCLAgAAeHAAAAcI",
    creationTime:
      "rO0ABXNyAA5qYXZhLmxhbmcuTG9uZzuL5JDMjyPfAgABSgAFdmFsdWV4cgAQamF2YS5sYW5nLk51bWJlcoaslR0LlOCLAgAAeHAAAAGiLRCTHw==",
    lastAccessedTime:
      "rO0ABXNyAA5qYXZhLmxhbmcuTG9uZzuL5JDMjyPfAgABSgAFdmFsdWV4cgAQamF2YS5sYW5nLk51bWJlcoaslR0LlOCLAgAAeHAAAAGiLRCXgQ==",
  };

  test("spring-session: what a real application wrote", () => {
    const stored = Object.entries(recorded).map(
      ([field, value]) => [field, Buffer.from(value, "base64")] as const,
    );
    expect(read("spring-session", new Map(stored))).toEqual({
      user: "kim",
      createdAt: 1796052390687,
      lastSeenAt: 1796052391809,
    });
  });

  test("a user may stand where the application says", () => {
    const stored = json({ cookie: {}, account: { login: "kim" }, user: "other" });
    expect(read("connect-redis", stored, { userPath: "account.login" })?.user).toBe("kim");
  });

  test.each([...layouts.keys()])("%s takes any bytes without an error", (name) => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(read(name, Buffer.from(bytes))).toBeDefined();
        expect(
          read(
            name,
            new Map([
              ["creationTime", Buffer.from(bytes)],
              [principal, Buffer.from(bytes)],
            ]),
          ),
        ).toBeDefined();
      }),
    );
  });
});

describe("keys", () => {
  test.each([
    ["connect-redis", "shop:sess:", "shop:sess:abc", "abc"],
    ["connect-redis", "shop:sess:", "other:sess:abc", undefined],
    ["connect-redis", "shop:sess:", "shop:sess:", undefined],
    ["spring-session", "spring:session:", "spring:session:sessions:abc", "abc"],
    ["spring-session", "spring:session:", "spring:session:sessions:expires:abc", undefined],
    ["spring-session", "spring:session:", "spring:session:expirations:1700", undefined],
    ["django", ":1:", ":1:django.contrib.sessions.cacheabc", "abc"],
    ["django", ":1:", ":1:views.decorators.cache", undefined],
  ])("%s with %j: %j is of session %j", (name, prefix, key, id) => {
    const layout = layouts.get(name);
    if (!layout) throw new Error(`no layout ${name}`);
    expect(idOf(layout, prefix, key)).toBe(id);
    if (id !== undefined) expect(keyOf(layout, prefix, id)).toBe(key);
  });

  test("what has a meaning in patterns has none in a prefix", () => {
    const layout = layouts.get("plain");
    expect(layout && patternOf(layout, "a[b]*?:")).toBe(String.raw`a\[b\]\*\?:*`);
  });
});
