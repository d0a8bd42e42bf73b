import { openEmbedded } from "@naru/clickhouse/embedded";
import { raw, createTable, createView } from "@naru/clickhouse";
import { tables, views } from "@naru/platform/telemetry/store/schema.ts";
import * as F from "./fill.ts";
import { rmSync, existsSync } from "node:fs";
const dir = "/tmp/qb/e";
const ch = openEmbedded({ path: dir, memoryLimitBytes: 2 ** 31, concurrency: 2 });
const q = (t: string) => ch.query<any>(raw(t));
const c = (t: string) => ch.command(raw(t));
const cpu = async (label: string, f: () => Promise<unknown>) => {
  const a = process.cpuUsage();
  const t = performance.now();
  await f();
  const u = process.cpuUsage(a);
  console.log(
    label.padEnd(40),
    "cpu",
    Math.round((u.user + u.system) / 1000),
    "ms wall",
    Math.round(performance.now() - t),
  );
};
const set =
  " SETTINGS max_threads=1, insert_deduplicate=0, max_insert_block_size=1000000, min_insert_block_size_bytes=0, min_insert_block_size_rows=1000000";
const stat = async () =>
  console.table(
    await q(
      "SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts WHERE active AND database=currentDatabase() GROUP BY table ORDER BY bytes DESC",
    ),
  );
const spansT = tables.find((t) => t.name === "spans")!;
if (process.argv[2] === "init") {
  for (const s of createTable(spansT, { kind: "single" })) await c(s);
  await c("CREATE TABLE bench_spans AS spans ENGINE = MergeTree ORDER BY tuple()");
  await cpu("template", () => ch.command(F.templateSpans()));
  // 1.04M spans at 1157/s = 15 min
  const to = Date.parse("2026-11-21T12:00:00Z");
  const day = { spans: 1_040_000, from: to - 900_000, to };
  for (let i = 0; i < 8; i++) await cpu("chunk " + i, () => ch.command(F.spans(day, i * 10000, 10000)));
  await c("CREATE TABLE src AS spans ENGINE = MergeTree ORDER BY tuple()");
  await c("INSERT INTO src SELECT * FROM spans" + set);
  await c("DROP TABLE spans");
  await stat();
} else {
  const m = await import(process.argv[2]!);
  await m.default({ c, q, cpu, set, stat, tables, views, createTable, createView, raw, ch, F });
}
await ch.close();
process.exit(0);
