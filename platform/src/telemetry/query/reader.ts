import type { ClickHouse, Sql } from "@naru/clickhouse";

/** Runs one SELECT for one caller. Statements come from `store.ts` files only. */
export type Read = <Row>(statement: Sql) => Promise<Row[]>;

const timeoutSeconds = 30;

/** @param signal fires when the caller leaves; the engine then gives the statement up */
export function readerOf(clickhouse: ClickHouse, signal: AbortSignal): Read {
  return (statement) => clickhouse.query(statement, { signal, timeoutSeconds });
}
