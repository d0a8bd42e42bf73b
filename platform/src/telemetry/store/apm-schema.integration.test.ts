import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouse, migrate, raw } from "@naru/clickhouse";
import { openEmbedded } from "@naru/clickhouse/embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrations } from "./index.ts";

let folder: string;
let clickhouse: ClickHouse;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-schema-"));
  clickhouse = openEmbedded({ path: folder, memoryLimitBytes: 2 ** 30, concurrency: 1 });
  await migrate(clickhouse, migrations({ kind: "single" }));
});
afterAll(async () => {
  await clickhouse.close();
  await rm(folder, { recursive: true, force: true });
});

const command = (text: string) => clickhouse.command(raw(text));
const rows = (text: string) => clickhouse.query<Record<string, unknown>>(raw(text));
const map = (attributes: Readonly<Record<string, string>>) =>
  `map(${
    Object.entries(attributes)
      .flatMap(([key, value]) => [quoted(key), quoted(value)])
      .join(", ") || "'', ''"
  })`;
const quoted = (text: string) =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
const client = (service: string, attributes: Readonly<Record<string, string>>) =>
  command(`INSERT INTO spans (start_time, duration, inner, service, kind, attributes)
           VALUES ('2026-11-21 09:00:01', 1000000, 1, '${service}', 3, ${map(attributes)})`);

describe("visitors", () => {
  test("counted by fives of seconds and by hours are as many as there are, sessions and users apart", async () => {
    await command(`
      INSERT INTO spans (start_time, inner, service, attributes)
      SELECT toDateTime64('2026-11-21 09:00:00', 9, 'UTC') + number % 900, number % 10 = 9, 'front',
             map('session.id', concat('s', toString(intHash32(number) % 3000)), if(number % 2 = 0, 'user.id', 'enduser.id'),
                 if(number % 3 = 0, concat('u', toString(number % 500)), ''))
      FROM numbers(20000)`);
    const [exact] = await rows(`
      SELECT uniqExact(attributes['session.id']) AS sessions,
             uniqExactIf(u, u != '') AS users
      FROM (SELECT *, concat(attributes['user.id'], attributes['enduser.id']) AS u FROM spans WHERE service = 'front' AND inner = 0)`);
    for (const table of ["visitors_5s", "visitors_1h"]) {
      const [found] = await rows(
        `SELECT uniqCombinedMerge(15)(sessions) AS sessions, uniqCombinedMerge(15)(users) AS users FROM ${table}`,
      );
      expect(Math.abs(Number(found?.["sessions"]) / Number(exact?.["sessions"]) - 1)).toBeLessThan(0.01);
      expect(found?.["users"]).toBe(exact?.["users"]);
    }
  });
});

describe("a statement", () => {
  test.each([
    [
      "literals are taken out",
      [
        "SELECT * FROM carts WHERE id = 7 AND owner = 'ann'",
        "SELECT * FROM carts WHERE id = 8 AND owner = 'bob'",
      ],
      1,
    ],
    [
      "lists of any length are one",
      ["SELECT * FROM carts WHERE id IN (1, 2)", "SELECT * FROM carts WHERE id IN (3, 4, 5)"],
      1,
    ],
    ["tables are told apart", ["SELECT * FROM carts", "SELECT * FROM orders"], 2],
  ])("%s", async (name, texts, expected) => {
    for (const text of texts)
      await client(name, { "db.system.name": "postgresql", "db.namespace": "shop", "db.query.text": text });
    const found = await rows(
      `SELECT statement_id, any(statement), sum(requests) FROM statements_1m WHERE service = ${quoted(name)} GROUP BY statement_id`,
    );
    expect(found).toHaveLength(expected);
  });

  test("by the older names of its attributes is counted too, with the rows that were returned", async () => {
    await client("old", {
      "db.system": "mysql",
      "db.name": "shop",
      "db.statement": "SELECT 1",
      "db.response.returned_rows": "12",
    });
    expect(
      await rows(
        "SELECT system, namespace, statement, rows, requests FROM statements_1m WHERE service = 'old'",
      ),
    ).toEqual([{ system: "mysql", namespace: "shop", statement: "SELECT ?", rows: "12", requests: "1" }]);
  });
});

describe("a call", () => {
  test.each([
    [
      {
        "db.system.name": "postgresql",
        "db.namespace": "shop",
        "server.address": "pg",
        "server.port": "5432",
      },
      ["database", "postgresql", "pg:5432", "shop"],
    ],
    [{ "db.system": "redis", "net.peer.name": "cache" }, ["cache", "redis", "cache", ""]],
    [
      { "messaging.system": "kafka", "messaging.destination.name": "orders", "server.address": "k" },
      ["messaging", "kafka", "k", "orders"],
    ],
    [
      { "rpc.system": "grpc", "rpc.service": "shop.Cart", "server.address": "cart", "server.port": "80" },
      ["rpc", "grpc", "cart:80", "shop.Cart"],
    ],
    [
      { "http.request.method": "GET", "server.address": "bank.test", "server.port": "443" },
      ["http", "", "bank.test:443", ""],
    ],
    [{ "peer.service": "ledger" }, ["other", "", "ledger", ""]],
    [{}, undefined],
  ])("%o", async (attributes, expected) => {
    const service = `caller-${JSON.stringify(attributes).length}`;
    await client(service, attributes);
    const found = await rows(
      `SELECT category, system, peer, target FROM calls_1m WHERE service = '${service}'`,
    );
    expect(found.map(Object.values)).toEqual(expected === undefined ? [] : [expected]);
  });
});

const thrown = async (service: string, type: string, message: string, stack: string) => {
  const details = map({
    "exception.type": type,
    "exception.message": message,
    "exception.stacktrace": stack,
  });
  await command(`
    INSERT INTO spans (start_time, service, name, event_times, event_names, event_attributes)
    VALUES ('2026-11-21 09:00:01', ${quoted(service)}, 'GET /', [1795251600000000000], ['exception'], [${details}])`);
};
const stack = (line: number, call = "pay") =>
  `TypeError: x is ${line}\n    at ${call} (/srv/pay.js:${line}:7)\n    at handle (/srv/http.js:10:3)`;

describe("exceptions", () => {
  test.each([
    [
      "a release that moved the line",
      [
        ["T", "x is 1", stack(10)],
        ["T", "x is 2", stack(14)],
      ],
      1,
    ],
    [
      "another place",
      [
        ["T", "x", stack(10)],
        ["T", "x", stack(10, "refund")],
      ],
      2,
    ],
    [
      "another type",
      [
        ["T", "x", stack(10)],
        ["R", "x", stack(10)],
      ],
      2,
    ],
    [
      "figures in a message without a stack",
      [
        ["T", "order 17 is gone", ""],
        ["T", "order 18 is gone", ""],
      ],
      1,
    ],
    [
      "other words in a message without a stack",
      [
        ["T", "order 17 is gone", ""],
        ["T", "order 17 is late", ""],
      ],
      2,
    ],
  ])("%s", async (name, both, expected) => {
    for (const [type = "", message = "", trace = ""] of both) await thrown(name, type, message, trace);
    const found = await rows(
      `SELECT fingerprint, count() FROM exceptions WHERE service = ${quoted(name)} GROUP BY fingerprint`,
    );
    expect(found).toHaveLength(expected);
  });

  test("that a log record tells of are found too", async () => {
    const details = map({
      "exception.type": "java.lang.IllegalStateException",
      "exception.message": "closed",
    });
    await command(
      `INSERT INTO logs (time, service, severity_number, attributes) VALUES ('2026-11-21 09:00:01', 'logged', 17, ${details})`,
    );
    expect(await rows("SELECT type, message FROM exceptions WHERE service = 'logged'")).toEqual([
      { type: "java.lang.IllegalStateException", message: "closed" },
    ]);
  });
});
