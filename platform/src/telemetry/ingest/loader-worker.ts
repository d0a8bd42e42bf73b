import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { basename } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { ClickHouseError, ClickHouseUnavailable, connect } from "@naru/clickhouse";
import type { Signal } from "@naru/otlp";
import type { FromWorker, LoaderSetup, ToWorker } from "./loader.ts";
import { Quarantine } from "./quarantine.ts";
import { type Scanned, Scanner, type TableBlock } from "./scan/scanner.ts";
import { readRecords } from "./wal/record.ts";
import { windowOf } from "./window.ts";

/* The thread that turns closed segments into rows: read, scan, insert, delete. It scans the next segment while the
 * engine inserts the one before. */

const setup = workerData as LoaderSetup;
const port = parentPort;
if (!port) throw new Error("loader-worker.ts runs as a worker thread");
const clickhouse = connect(setup.store);
const scanner = new Scanner(setup.limits);
const quarantine = new Quarantine(setup.quarantineFolder);
const say = (message: FromWorker) => port.postMessage(message);

const mostInserting = 2;
const mostAttempts = 5;
/** Errors of the engine that pass when load does: timeout, too many parts, memory, space, no write, readonly. */
const passing = new Set([75, 159, 164, 201, 202, 203, 209, 210, 241, 242, 243, 252, 319, 394]);
/** Sequence numbers of log records: 22 bits count within a segment, the rest is its id. */
const seqBits = 22n;

const queue: ToWorker[] = [];
const failed = new Map<string, number>();
let inserting = 0;
let scanning = false;

port.on("message", (message: ToWorker) => {
  queue.push(message);
  void advance();
});

async function advance(): Promise<void> {
  if (scanning || inserting >= mostInserting) return;
  const next = queue.shift();
  if (!next) return;
  scanning = true;
  try {
    const scanned = await scan(next);
    inserting++;
    void store(next, scanned).finally(() => {
      inserting--;
      void advance();
    });
  } catch (error) {
    scanner.forget();
    await giveUp(next, error);
  } finally {
    scanning = false;
  }
  void advance();
}

/** A segment that can't be scanned is tried again, in case the disk was busy or full; then it is set aside whole. */
async function giveUp(segment: ToWorker, error: unknown): Promise<void> {
  const { path, id, signal } = segment;
  const reason = error instanceof Error ? error.message : String(error);
  const failures = (failed.get(path) ?? 0) + 1;
  failed.set(path, failures);
  if (failures < mostAttempts) {
    say({ kind: "failed", id, signal, reason });
    return;
  }
  failed.delete(path);
  await setAside(signal, await readFile(path), reason, id);
  await rm(path, { force: true });
  say({ kind: "stored", id, signal, items: 0, oldestMs: id });
}

interface Ready extends Scanned {
  readonly oldestMs: number;
}

async function scan({ path, id, signal }: ToWorker): Promise<Ready> {
  const { records, rest } = readRecords(await readFile(path));
  if (rest.length > 0 && !rest.every((byte) => byte === 0))
    await setAside(signal, rest, "the end of a log segment can't be read", id);
  const requests = records.map(({ body, receivedMs }) => ({ body, received: receivedMs / 1000 }));
  const scanned = scanner.scan(signal, requests, BigInt(id) << seqBits, (received) =>
    windowOf(signal, setup.retention, received),
  );
  for (const { request, reason } of scanned.unreadable) {
    await setAside(signal, request.body, reason, request.received * 1000);
  }
  return { ...scanned, oldestMs: records[0]?.receivedMs ?? Date.now() };
}

async function setAside(signal: Signal, body: Uint8Array, reason: string, timeMs: number): Promise<void> {
  await quarantine.add(signal, body, reason, timeMs);
  say({ kind: "quarantined", signal, bytes: body.length });
}

async function store(segment: ToWorker, { dimensions, facts, items, oldestMs }: Ready): Promise<void> {
  const refusal =
    (await insertAll(dimensions, () => randomUUID())) ??
    (await insertAll(facts, (table) => `${segment.signal}-${basename(segment.path, ".wal")}-${table}`));
  if (refusal !== undefined) {
    scanner.forget();
    await setAside(segment.signal, await readFile(segment.path), refusal, segment.id);
  }
  await rm(segment.path, { force: true });
  const stored = refusal === undefined ? items : 0;
  say({ kind: "stored", id: segment.id, signal: segment.signal, items: stored, oldestMs });
}

/** @returns why the engine refuses a block for good; undefined when all are stored */
async function insertAll(
  blocks: readonly TableBlock[],
  token: (table: string) => string,
): Promise<string | undefined> {
  for (const block of blocks) {
    const refusal = await insertUntilStored(block, token(block.table));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Tries for as long as the engine is away or overloaded: the rows are safe in the log. A block that ends the engine
 *  again and again, or that it refuses, must not hold up all others. */
async function insertUntilStored(block: TableBlock, token: string): Promise<string | undefined> {
  const { table, columns, native } = block;
  let refusals = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      await clickhouse.insertNative({ table, columns, body: native, token });
      return undefined;
    } catch (error) {
      const isPassing = error instanceof ClickHouseError ? passing.has(error.code) : isFull(error);
      const isAway = error instanceof ClickHouseUnavailable && !/went away|ECONNRESET/.test(error.message);
      const reason = error instanceof Error ? error.message : String(error);
      if (!isPassing && !isAway) refusals++;
      say({ kind: "retrying", reason });
      if (refusals >= mostAttempts) return reason;
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** attempt, 2000)));
    }
  }
}

const isFull = (error: unknown) => ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
