import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClickHouse } from "./client.ts";
import { openChdb } from "./chdb.ts";
import { openEmbedded } from "./embedded.ts";
import { startEngine } from "./engine.ts";
import { migrate } from "./migrations.ts";
import { raw, sql, typed } from "./sql.ts";

/* One specification, two engines: chDB in this process, and ClickHouse's HTTP protocol to another process. */
const engines: Record<
  string,
  (folder: string) => Promise<{ clickhouse: ClickHouse; stop: () => Promise<void> }>
> = {
  "chDB in process": async (folder) => {
    const clickhouse = openEmbedded({ path: folder, memoryLimitBytes: 1 << 30 });
    return { clickhouse, stop: () => clickhouse.close() };
  },
  "ClickHouse over HTTP": (folder) => startEngine({ folder, memoryLimitBytes: 1 << 30 }),
};

describe.each(Object.entries(engines))("%s", (_, open) => {
  let folder: string;
  let clickhouse: ClickHouse;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "naru-clickhouse-"));
    ({ clickhouse, stop } = await open(folder));
    await clickhouse.command(
      raw(`CREATE TABLE numbers (n UInt64) ENGINE = MergeTree ORDER BY n
           SETTINGS non_replicated_deduplication_window = 100`),
    );
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("values travel as parameters, whatever they contain", async () => {
    const nasty = [
      "it's",
      "back\\slash",
      "tab\there",
      "line\nbreak",
      "{p0:String}",
      "나루",
      "'; DROP TABLE numbers --",
    ];
    const rows = await clickhouse.query<{ value: string }>(sql`SELECT arrayJoin(${nasty}) AS value`);
    expect(rows.map((row) => row.value)).toEqual(nasty);
    expect(
      await clickhouse.query(sql`SELECT ${nasty[0]} AS a, ${7} AS b, ${0.5} AS c, ${true} AS d`),
    ).toEqual([{ a: "it's", b: "7", c: 0.5, d: true }]);
    expect(await clickhouse.query(sql`SELECT ${typed("UInt64", "18446744073709551615")} AS big`)).toEqual([
      { big: "18446744073709551615" },
    ]);
  });

  test("parameters may be long", async () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `'${index}'`.padStart(32, "é"));
    expect(await clickhouse.query(sql`SELECT length(${ids}) AS n`)).toEqual([{ n: "2000" }]);
  });

  test("a Native block inserted twice with one token is stored once", async () => {
    const body = nativeNumbers([1n, 2n, 3n]);
    const insert = { table: "numbers", columns: ["n"], body, token: "block-1" };
    await clickhouse.insertNative(insert);
    await clickhouse.insertNative(insert);
    await clickhouse.insertNative({ ...insert, token: "block-2" });
    expect(await clickhouse.query(raw("SELECT count() AS c FROM numbers"))).toEqual([{ c: "6" }]);
  });

  test("a truncated block is refused and stores nothing", async () => {
    const body = nativeNumbers([9n, 9n]).subarray(0, -3);
    const insert = clickhouse.insertNative({ table: "numbers", columns: ["n"], body, token: "torn" });
    await expect(insert).rejects.toMatchObject({ name: "ClickHouseError" });
    expect(await clickhouse.query(raw("SELECT count() AS c FROM numbers WHERE n = 9"))).toEqual([{ c: "0" }]);
  });

  test("an answer comes as it is in a binary format", async () => {
    const answer = await clickhouse.bytes(
      sql`SELECT toUInt16(number) AS n, toString(number + ${1}) AS text FROM numbers(2)`,
      "RowBinary",
    );
    expect([...answer]).toEqual([0, 0, 1, 0x31, 1, 0, 1, 0x32]);
    await expect(clickhouse.bytes(raw("SELECT nothing"), "Native")).rejects.toMatchObject({ code: 47 });
  });

  test("an error carries ClickHouse's code", async () => {
    await expect(clickhouse.query(raw("SELECT nothing_of_the_kind"))).rejects.toMatchObject({ code: 47 });
    await expect(clickhouse.query(raw("SELEC 1"))).rejects.toMatchObject({ code: 62 });
  });

  test("a query over its time is given up", async () => {
    const slow = clickhouse.query(raw("SELECT sum(sipHash64(number)) FROM numbers(100000000000)"), {
      timeoutSeconds: 1,
    });
    await expect(slow).rejects.toMatchObject({ code: 159 });
  });

  test("a query over its memory fails, and the engine goes on", async () => {
    const big = clickhouse.query(raw("SELECT length(groupArray(number)) FROM numbers(1000000000)"));
    await expect(big).rejects.toMatchObject({ code: 241 });
    expect(await clickhouse.query(raw("SELECT 1 AS one"))).toEqual([{ one: 1 }]);
  });

  test("an abandoned query is killed in the engine", async () => {
    const gone = new AbortController();
    const marker = "SELECT sum(sipHash64(number)) FROM numbers(99000000000)";
    const query = clickhouse.query(raw(marker), { signal: gone.signal });
    setTimeout(() => gone.abort(), 200);
    await expect(query).rejects.toMatchObject({ name: "AbortError" });
    await expect
      .poll(
        () =>
          clickhouse.query(
            raw("SELECT count() AS c FROM system.processes WHERE query LIKE '%99000000' || '000%'"),
          ),
        { timeout: 5000 },
      )
      .toEqual([{ c: "0" }]);
  });

  test("settings of one statement do not reach the next", async () => {
    await clickhouse.query(raw("SELECT 1"), { timeoutSeconds: 7 });
    const rows = await clickhouse.query<{ t: string }>(
      raw("SELECT toString(getSetting('max_execution_time')) AS t"),
    );
    expect(rows).toEqual([{ t: "30" }]);
  });

  test("migrations are applied once, in order, and never backwards", async () => {
    const first = {
      version: 1,
      name: "a",
      statements: ["CREATE TABLE IF NOT EXISTS m1 (a UInt8) ENGINE = Log"],
    };
    const second = { version: 2, name: "b", statements: ["INSERT INTO m1 VALUES (1)"] };
    expect(await migrate(clickhouse, [first])).toEqual([1]);
    expect(await migrate(clickhouse, [first, second])).toEqual([2]);
    expect(await migrate(clickhouse, [first, second])).toEqual([]);
    expect(await clickhouse.query(raw("SELECT count() AS c FROM m1"))).toEqual([{ c: "1" }]);
    await expect(migrate(clickhouse, [first])).rejects.toThrow("schema version 2");
  });
});

describe("the engine's process", () => {
  test("comes back within five seconds when it is killed, with what was inserted", async () => {
    const folder = await mkdtemp(join(tmpdir(), "naru-engine-"));
    const engine = await startEngine({ folder, memoryLimitBytes: 1 << 30 });
    await engine.clickhouse.command(raw("CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n"));
    await engine.clickhouse.insertNative({
      table: "kept",
      columns: ["n"],
      body: nativeNumbers([42n]),
      token: "kept",
    });
    process.kill(engine.pid() ?? 0, "SIGKILL");
    const killed = performance.now();
    await expect.poll(() => engine.state().restarts, { timeout: 5000 }).toBe(1);
    await expect.poll(() => engine.state().isReady, { timeout: 5000 }).toBe(true);
    expect(await engine.clickhouse.query(raw("SELECT n FROM kept"))).toEqual([{ n: "42" }]);
    expect(performance.now() - killed).toBeLessThan(5000);
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  });
});

test("an in-process engine can be closed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "naru-chdb-"));
  const chdb = openChdb({ path: folder, memoryLimitBytes: 1 << 28 });
  await chdb.close();
  await rm(folder, { recursive: true, force: true });
});

/** A `Native` block of one UInt64 column `n`. */
function nativeNumbers(values: readonly bigint[]): Uint8Array {
  const head = Buffer.from([1, values.length, 1, "n".charCodeAt(0), 6, ...Buffer.from("UInt64")]);
  const body = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => body.writeBigUInt64LE(value, i * 8));
  return Buffer.concat([head, body]);
}
