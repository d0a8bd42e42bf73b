import { openStore } from "@naru/platform/telemetry/store/index.ts";
import { raw } from "@naru/clickhouse";
import { measure } from "./query.ts";
import { cpuSeconds } from "./processes.ts";
const n = Number(process.argv[2]);
const d = 86400 * 7;
const store = await openStore({
  dataFolder: "/tmp/qb/s",
  memoryLimitBytes: 1 << 30,
  retention: { tracesSeconds: d, logsSeconds: d, metricsSeconds: d },
});
const q = (t: string) => store.clickhouse.query<any>(raw(t));
const [r] = await q(
  "SELECT toUnixTimestamp64Milli(min(start_time)) AS a, toUnixTimestamp64Milli(max(start_time)) AS b FROM spans",
);
const to = Math.ceil(Number(r.b) / 60000) * 60000;
const from = Math.floor(Number(r.a) / 60000) * 60000;
console.log(new Date(from), new Date(to));
if (process.argv[3]) {
  const m = await import(process.argv[3]);
  await m.default({ q, store, from, to, n, raw, cpu: () => cpuSeconds(store.enginePid()!) });
} else console.log(await measure(store.clickhouse, { spans: n, from, to }, (l) => console.log(l)).catch((e)=>console.log('ERR', e.message, e)));
await store.stop();
process.exit(0);
