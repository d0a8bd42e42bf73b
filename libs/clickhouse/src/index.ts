export type { ClickHouse, Format, NativeInsert, QueryOptions, Sql } from "./client.ts";
export { createTable, createView, setRetention, type Topology } from "./ddl.ts";
export { startEngine, type Engine } from "./engine.ts";
export { ClickHouseError, ClickHouseUnavailable } from "./errors.ts";
export { connect, type ConnectOptions } from "./http.ts";
export { migrate, type Migration } from "./migrations.ts";
export { insertRows, type RowValues } from "./rows.ts";
export type { Table, View } from "./schema.ts";
export { dateTime, join, raw, sql, typed } from "./sql.ts";
export { Answer, type Coded } from "./native/answer.ts";
export { Block } from "./native/block.ts";
export { Bytes } from "./native/bytes.ts";
export {
  ArrayColumn,
  type Column,
  FixedColumn,
  LowCardinalityColumn,
  MapColumn,
  Offsets,
  StringColumn,
} from "./native/columns.ts";
export { Dictionary } from "./native/dictionary.ts";
