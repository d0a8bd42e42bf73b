import { randomUUID } from "node:crypto";
import type { Signal } from "@naru/otlp";
import { Scanner } from "@naru/platform/telemetry/ingest/scan/scanner.ts";
import { cpuSeconds } from "./processes.ts";
import { temporaryStore } from "./store.ts";
import { templates } from "./traffic.ts";

const requestsPerBlock = 140;
const anyTime = () => ({ oldest: 0, newest: Number.MAX_SAFE_INTEGER });

/** Inserts ready-made blocks of the same rows straight into the engine: what is left of the platform's work when
 *  protocol, log and scanner cost nothing. */
export async function engineItemsPerSecond(signal: Signal, seconds: number) {
  const store = await temporaryStore();
  try {
    const blocks = prepare(signal);
    const engine = store.enginePid() ?? 0;
    const before = cpuSeconds(engine);
    const started = performance.now();
    let items = 0;
    const line = async () => {
      while (performance.now() - started < seconds * 1000) {
        for (const { table, columns, native, rows } of blocks) {
          await store.clickhouse.insertNative({ table, columns, body: native, token: randomUUID() });
          items += rows;
        }
      }
    };
    await Promise.all([line(), line()]);
    const elapsed = (performance.now() - started) / 1000;
    return { perSecond: items / elapsed, perCpuSecond: items / (cpuSeconds(engine) - before) };
  } finally {
    await store.discard();
  }
}

function prepare(signal: Signal) {
  const scanner = new Scanner({ attributeCount: 128, attributeLength: 65_536, nameLength: 1024 });
  const prepared = templates(signal);
  return Array.from({ length: 4 }, (_, block) => {
    const bodies = Array.from({ length: requestsPerBlock }, (_, i) => {
      const template = prepared[i % prepared.length];
      template?.stamp(block * requestsPerBlock + i);
      return { body: Buffer.from(template?.body ?? []), received: Date.now() / 1000 };
    });
    return scanner.scan(signal, bodies, 0n, anyTime).facts;
  }).flat();
}
