import { describe, expect, test } from "vitest";
import { accountOf, rulesOf } from "./account.ts";
import { type Declared, declaredOf, isDeclared } from "./declared.ts";
import { entriesOf } from "./entries.ts";
import type { StoreSource } from "../stores/source.ts";

const encoded = (entries: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );

const read = (
  annotations: Readonly<Record<string, string>> = {},
  entries: Readonly<Record<string, string>> = {},
) =>
  declaredOf("east", {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "web", namespace: "shop", annotations },
    data: encoded(entries),
  });

function declared(...given: Parameters<typeof read>): Declared {
  const found = read(...given);
  if (!isDeclared(found)) throw new Error(found.message);
  return found;
}

describe("a Secret without a word more declares", () => {
  test("sessions of connect-redis, in the first store, with a prefix that nobody else has", () => {
    expect(declared()).toMatchObject({
      layout: { name: "connect-redis" },
      store: "",
      prefix: "shop:web:sess:",
      userPath: "",
      mostPerUser: 0,
      replicas: 0,
      isGiven: false,
    });
  });
});

describe("what it says by annotations is", () => {
  test.each([
    [{ "naru.dev/session-layout": "django" }, { prefix: "shop:web::1:" }],
    [{ "naru.dev/session-prefix": "shop:mine:" }, { prefix: "shop:mine:" }],
    [{ "naru.dev/session-store": "spare" }, { store: "spare" }],
    [{ "naru.dev/session-user": "account.login" }, { userPath: "account.login" }],
    [{ "naru.dev/sessions-per-user": "3" }, { mostPerUser: 3 }],
    [{ "naru.dev/session-replicas": "1" }, { replicas: 1 }],
  ])("%j", (annotations, found) => {
    expect(declared(annotations)).toMatchObject(found);
  });
});

describe("refused is", () => {
  test.each([
    [{ "naru.dev/session-layout": "cookies" }, "layout", "cookies"],
    [{ "naru.dev/session-layout": "__proto__" }, "layout", "__proto__"],
    [{ "naru.dev/sessions-per-user": "-1" }, "limit", "-1"],
    [{ "naru.dev/sessions-per-user": "many" }, "limit", "many"],
    [{ "naru.dev/session-replicas": "all" }, "replicas", "all"],
    [{ "naru.dev/session-prefix": "bank:web:" }, "prefix", "bank:web:"],
    [{ "naru.dev/session-prefix": "sho" }, "prefix", "sho"],
    [{ "naru.dev/session-prefix": "shopping:web:" }, "prefix", "shopping:web:"],
    [{ "naru.dev/session-prefix": "naru:heartbeat" }, "prefix", "naru:heartbeat"],
  ])("%j", (annotations, reason, value) => {
    expect(read(annotations)).toMatchObject({ reason, value });
  });
});

describe("whoever filled it in", () => {
  test.each([
    ["Naru", { provider: "naru", host: "127.0.0.1" }, false],
    ["somebody else", { provider: "aws", host: "cache.example" }, true],
    ["somebody who does not say", { uri: "redis://cache.example" }, true],
    ["nobody", { type: "redis" }, false],
  ])("%s", (_, entries, isGiven) => {
    expect(declared({}, entries).isGiven).toBe(isGiven);
  });
});

test("a prefix that Naru has told once stays, though the library is another one now", () => {
  const entries = { provider: "naru", host: "127.0.0.1", prefix: "shop:web:sess:" };
  expect(declared({ "naru.dev/session-layout": "scs" }, entries).prefix).toBe("shop:web:sess:");
});

const rules = (annotations: Readonly<Record<string, string>>, kind: StoreSource["kind"] = "single") =>
  rulesOf(declared(annotations), "s3cret", { kind, database: 0 });

describe("an account", () => {
  test("is named after its place, and knows keys of its prefix only, however they are written", () => {
    expect(accountOf(declared())).toBe("naru:east/shop/web");
    expect(rules({ "naru.dev/session-prefix": "shop:a*[b]?" })).toContain(String.raw`~shop:a\*\[b\]\?*`);
  });

  test("lists no keys: their names are ids of sessions", () => {
    const given = rules({});
    for (const command of ["-scan", "-randomkey", "-dbsize", "-@dangerous"]) expect(given).toContain(command);
    expect(given.indexOf("-scan")).toBeGreaterThan(given.indexOf("+@read"));
  });

  test("may ask which node of a cluster has a key, where there are nodes", () => {
    expect(rules({}, "cluster")).toContain("+cluster|slots");
    expect(rules({})).not.toContain("+cluster|slots");
  });

  test("of Spring Session also hears which sessions have ended, as its library needs", () => {
    expect(rules({ "naru.dev/session-layout": "spring-session" })).toContain("&__keyevent@*__:expired");
    expect(rules({})).not.toContain("&__keyevent@*__:expired");
    expect(rules({ "naru.dev/session-layout": "spring-session" })).toContain(
      "&shop:web:spring:session:event:0:created:*",
    );
  });
});

describe("how a store is reached is told of", () => {
  const account = { username: "naru:east/shop/web", password: "p/w", prefix: "shop:web:sess:", replicas: 0 };
  const source: StoreSource = {
    name: "main",
    kind: "single",
    addresses: [{ host: "10.0.0.5", port: 6379 }],
    isEncrypted: false,
    isEmbedded: false,
    database: 2,
  };

  test.each<[string, Partial<StoreSource>, Record<string, string>]>([
    [
      "a server, with what is special in addresses encoded",
      {},
      {
        host: "10.0.0.5",
        port: "6379",
        uri: "redis://naru%3Aeast%2Fshop%2Fweb:p%2Fw@10.0.0.5:6379/2",
        ssl: "false",
      },
    ],
    [
      "one that is encrypted, at an IPv6 address",
      { isEncrypted: true, addresses: [{ host: "::1", port: 6380 }] },
      { host: "::1", uri: "rediss://naru%3Aeast%2Fshop%2Fweb:p%2Fw@[::1]:6380/2", ssl: "true" },
    ],
    [
      "sentinels",
      {
        kind: "sentinel",
        master: "mymaster",
        addresses: [
          { host: "a", port: 1 },
          { host: "b", port: 2 },
        ],
      },
      { "sentinel.master": "mymaster", "sentinel.nodes": "a:1,b:2" },
    ],
    ["nodes of a cluster", { kind: "cluster" }, { "cluster.nodes": "10.0.0.5:6379" }],
  ])("%s", (_, different, entries) => {
    const found = entriesOf({ ...source, ...different }, account);
    expect(found).toMatchObject({
      type: "redis",
      provider: "naru",
      password: "p/w",
      prefix: "shop:web:sess:",
      ...entries,
    });
  });
});
