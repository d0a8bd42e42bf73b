import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouse, migrate, raw, setRetention } from "@naru/clickhouse";
import { openEmbedded } from "@naru/clickhouse/embedded";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrations } from "./index.ts";
import { tables } from "./schema.ts";

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

const cluster = { kind: "cluster", cluster: "naru" } as const;
const statements = [
  ...migrations(cluster).flatMap((migration) => migration.statements),
  ...tables.map((table) => setRetention(table, 3600, cluster)),
];

test.each(statements.map((statement) => [statement.split(/[\n(]/)[0], statement]))(
  "the engine understands %s …",
  async (_, statement = "") => {
    expect(await clickhouse.query(raw(`EXPLAIN AST ${statement}`))).not.toEqual([]);
    expect(statement).toContain("ON CLUSTER 'naru'");
  },
);

test("on a cluster, views read and fill local tables only", () => {
  const views = statements.filter((statement) => statement.startsWith("CREATE MATERIALIZED VIEW"));
  expect(views).not.toEqual([]);
  for (const view of views) {
    const named = [...view.matchAll(/\b(?:FROM|TO) (\w+)/g)].map((match) => match[1]);
    expect(named.filter((name) => !name?.endsWith("_local"))).toEqual([]);
  }
});

const sums = (table: string) =>
  clickhouse.query(
    raw(`
    SELECT sum(requests) AS requests, sum(errors) AS errors, sum(duration_sum) AS nanos,
           sum(arraySum(durations.2)) AS listed, sum(arraySum(arrayMap((b, n) -> b * n, durations.1, durations.2))) AS buckets
    FROM ${table}`),
  );
const ofSpans = (condition: string) =>
  clickhouse.query(
    raw(`
    SELECT count() AS requests, countIf(status = 2) AS errors, sum(duration) AS nanos, count() AS listed,
           sum(toUInt64(toUInt16(16 * log2(duration + 1)))) AS buckets
    FROM spans WHERE ${condition}`),
  );

test("every rollup counts every span, errors and durations with it, merged or not", async () => {
  for (let insert = 0; insert < 3; insert++) {
    await clickhouse.command(
      raw(`
      INSERT INTO spans (start_time, duration, inner, service, name, status)
      SELECT toDateTime64('2026-11-21 09:00:00', 9, 'UTC') + number % 600, 1000 * number, number % 3 = 0,
             concat('s', toString(number % 4)), concat('o', toString(number % 5)), number % 7 = 0 ? 2 : 0
      FROM numbers(5000)`),
    );
  }
  for (const state of ["apart", "merged"]) {
    if (state === "merged") {
      for (const { name } of tables.filter((table) => table.engine === "SummingMergeTree")) {
        await clickhouse.command(raw(`OPTIMIZE TABLE ${name} FINAL`));
      }
    }
    expect(await sums("spans_10s")).toEqual(await ofSpans("true"));
    expect(await sums("spans_1m")).toEqual(await ofSpans("true"));
    expect(await sums("services_10s")).toEqual(await ofSpans("inner = 0"));
    expect(await sums("services_1m")).toEqual(await ofSpans("inner = 0"));
  }
});
