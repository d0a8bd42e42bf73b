import { randomUUID } from "node:crypto";
import type { ClickHouse } from "@naru/clickhouse";
import type { Signal } from "@naru/otlp";
import { Scanner } from "./scan/scanner.ts";

const limits = { attributeCount: 128, attributeLength: 4096, nameLength: 512 };
const anyTime = { oldest: 0, newest: Number.MAX_SAFE_INTEGER };

/** Stores a request as the worker does, without a log before it.
 *  @param body an `Export…ServiceRequest`
 *  @param received seconds since 1970
 *  @throws Error when it can't be scanned */
export async function storeRequest(
  clickhouse: ClickHouse,
  signal: Signal,
  body: Uint8Array,
  received: number,
): Promise<void> {
  const { dimensions, facts, unreadable } = new Scanner(limits).scan(
    signal,
    [{ body, received }],
    0n,
    () => anyTime,
  );
  if (unreadable.length > 0) throw new Error(unreadable.map(({ reason }) => reason).join("; "));
  for (const { table, columns, native } of [...dimensions, ...facts]) {
    await clickhouse.insertNative({ table, columns, body: native, token: randomUUID() });
  }
}
