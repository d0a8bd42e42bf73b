import { openStore } from "@naru/platform/telemetry/store/index.ts";
import { fill } from "./fill.ts";
import { cpuSeconds, memoryBytes } from "./processes.ts";
import { raw } from "@naru/clickhouse";
const n = Number(process.argv[2]);
const dir = process.argv[3] ?? "/tmp/qb/s";
const to = Math.floor(Date.now() / 60000) * 60000;
const d = 86400 * 7;
const store = await openStore({
  dataFolder: dir,
  memoryLimitBytes: 1 << 30,
  retention: { tracesSeconds: d, logsSeconds: d, metricsSeconds: d },
});
const c0 = cpuSeconds(store.enginePid()!);
const rate = await fill(store.clickhouse, { spans: n, from: to - 86400_000, to }, (l) => console.log(l));
console.log(
  "rate",
  rate,
  "cpu/M",
  ((cpuSeconds(store.enginePid()!) - c0) / n) * 1e6,
  "mem",
  memoryBytes(store.enginePid()!) / 1e6,
);
for (let i = 0; i < 60; i++) {
  const [r] = await store.clickhouse.query<any>(raw("SELECT count() AS c FROM system.merges"));
  if (r.c === "0") break;
  await new Promise((r) => setTimeout(r, 1000));
}
console.log("cpu/M after merges", ((cpuSeconds(store.enginePid()!) - c0) / n) * 1e6);
console.table(
  await store.clickhouse.query(
    raw(
      "SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes, round(bytes/rows,2) AS per, count() AS parts FROM system.parts WHERE active AND database=currentDatabase() GROUP BY table ORDER BY bytes DESC",
    ),
  ),
);
await store.stop();
process.exit(0);
