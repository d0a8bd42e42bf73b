import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbedded } from "../embedded.ts";
import { raw } from "../sql.ts";
import { Block } from "./block.ts";
import { ArrayColumn, FixedColumn, LowCardinalityColumn, MapColumn, StringColumn } from "./columns.ts";

let folder: string;
let clickhouse: ReturnType<typeof openEmbedded>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-native-"));
  clickhouse = openEmbedded({ path: folder, memoryLimitBytes: 1 << 30 });
  await clickhouse.command(
    raw(`CREATE TABLE everything (n UInt32, s String, l LowCardinality(String), m Map(LowCardinality(String), String),
           al Array(LowCardinality(String)), am Array(Map(LowCardinality(String), String)), an Array(Float64))
         ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100`),
  );
});
afterAll(async () => {
  await clickhouse.close();
  await rm(folder, { recursive: true, force: true });
});

function block() {
  return new Block({
    n: new FixedColumn("UInt32", 4),
    s: new StringColumn(),
    l: new LowCardinalityColumn(),
    m: new MapColumn(),
    al: new ArrayColumn(new LowCardinalityColumn()),
    am: new ArrayColumn(new MapColumn()),
    an: new ArrayColumn(new FixedColumn("Float64", 8)),
  });
}

function push({ columns }: ReturnType<typeof block>, n: number, elements: number) {
  columns.n.bytes.u32(n);
  columns.s.pushText(`text ${n}`);
  columns.l.pushText(`value ${n % 300}`);
  for (let i = 0; i < elements; i++) {
    columns.m.keys.pushText(`key ${i}`);
    columns.m.values.pushText(`${n}`);
    columns.al.inner.pushText(`element ${i}`);
    columns.am.inner.keys.pushText("k");
    columns.am.inner.values.pushText(`${i}`);
    columns.am.inner.end();
    columns.an.inner.bytes.f64(i / 2);
  }
  columns.m.end();
  columns.al.end();
  columns.am.end();
  columns.an.end();
}

async function insert(b: ReturnType<typeof block>, token: string) {
  await clickhouse.command(raw("TRUNCATE TABLE everything"));
  await clickhouse.insertNative({ table: "everything", columns: b.names, body: b.toNative(), token });
  return clickhouse.query<Record<string, unknown>>(raw("SELECT * FROM everything ORDER BY n"));
}

test("ClickHouse reads back what the columns were given", async () => {
  const b = block();
  for (let n = 0; n < 1000; n++) push(b, n, n % 4);
  const rows = await insert(b, "a");
  expect(rows).toHaveLength(1000);
  expect(rows[603]).toEqual({
    n: 603,
    s: "text 603",
    l: "value 3",
    m: { "key 0": "603", "key 1": "603", "key 2": "603" },
    al: ["element 0", "element 1", "element 2"],
    am: [{ k: "0" }, { k: "1" }, { k: "2" }],
    an: [0, 0.5, 1],
  });
});

test("rows of nothing but empty arrays and maps are read back", async () => {
  const b = block();
  push(b, 1, 0);
  expect(await insert(b, "b")).toEqual([{ n: 1, s: "text 1", l: "value 1", m: {}, al: [], am: [], an: [] }]);
});

test("a rollback takes the rows since the mark away, and nothing else", async () => {
  const b = block();
  push(b, 1, 2);
  b.mark();
  push(b, 2, 3);
  b.columns.s.pushText("half a row");
  b.rollback();
  push(b, 3, 1);
  expect((await insert(b, "c")).map((row) => row["n"])).toEqual([1, 3]);
});

test("a dictionary of more than 65,536 values is read back", async () => {
  const b = block();
  for (let n = 0; n < 70_000; n++) {
    push(b, n, 0);
    b.columns.l.rows--;
    b.columns.l.pushText(`distinct ${n}`);
  }
  const rows = await insert(b, "d");
  expect(rows[69_999]).toMatchObject({ l: "distinct 69999" });
});

test("columns of unequal length are a mistake that is told at once", () => {
  const b = block();
  b.columns.n.bytes.u32(1);
  expect(() => b.toNative()).toThrow("column s has 0 rows, not 1");
});
