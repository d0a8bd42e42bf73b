import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { raw } from "@naru/clickhouse";
import { encode, requests, type Signal, type Window } from "@naru/otlp";
import { openStore } from "#telemetry/store/index.ts";
import type { Limits } from "./limits.ts";
import { type Scanned, Scanner, type TableBlock } from "./scanner.ts";

export const limits: Limits = { attributeCount: 128, attributeLength: 65_536, nameLength: 1024 };

/** Seconds since 1970 at which the tests' requests are received, and the same in nanoseconds. */
export const received = Math.floor(Date.now() / 1000);
export const now = BigInt(received) * 1_000_000_000n;

const everything: Window = { oldest: 1, newest: received + 86_400 };
const longSeconds = 10 * 365 * 86_400;

/** A scanner in front of a real store. */
export interface Fixture {
  /** Scans requests that arrive together and inserts what comes of them. A request is an OTLP/JSON object or the
   *  bytes of one. */
  store(signal: Signal, ...requests: (object | Uint8Array)[]): Promise<Scanned>;
  scan(signal: Signal, requests: readonly (object | Uint8Array)[], receivedAt?: number): Scanned;
  insert(blocks: readonly TableBlock[]): Promise<void>;
  rows(select: string): Promise<Record<string, unknown>[]>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function openFixture(given: Limits = limits): Promise<Fixture> {
  const dataFolder = await mkdtemp(join(tmpdir(), "naru-scan-"));
  const retention = {
    tracesSeconds: longSeconds,
    logsSeconds: longSeconds,
    metricsSeconds: longSeconds,
    profilesSeconds: longSeconds,
    incidentsSeconds: longSeconds,
  };
  const store = await openStore({ dataFolder, memoryLimitBytes: 1024 ** 3, retention });
  const scanner = new Scanner(given);
  const scan: Fixture["scan"] = (signal, list, receivedAt = received) => {
    const bodies = list.map((each) => (each instanceof Uint8Array ? each : encode(requests[signal], each)));
    return scanner.scan(
      signal,
      bodies.map((body) => ({ body, received: receivedAt })),
      1000n,
      () => everything,
    );
  };
  const insert: Fixture["insert"] = async (blocks) => {
    for (const { table, columns, native } of blocks) {
      await store.clickhouse.insertNative({ table, columns, body: native, token: randomUUID() });
    }
  };
  return {
    scan,
    insert,
    async store(signal, ...list) {
      const scanned = scan(signal, list);
      await insert([...scanned.dimensions, ...scanned.facts]);
      return scanned;
    },
    rows: (select) => store.clickhouse.query(raw(select)),
    async empty() {
      for (const table of [
        "spans",
        "logs",
        "pending_spans",
        "metric_numbers",
        "metric_distributions",
        "metric_exemplars",
        "profile_samples",
      ]) {
        await store.clickhouse.command(raw(`TRUNCATE TABLE ${table}`));
      }
    },
    async close() {
      await store.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
