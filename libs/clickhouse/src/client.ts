/** What the product asks of ClickHouse. Two engines answer: chDB in this process (`openChdb`) and anything that
 *  speaks ClickHouse's HTTP interface (`connect`). */
export interface ClickHouse {
  /** Rows of a SELECT as objects. 64-bit integers and DateTime64 come as strings.
   *  @throws ClickHouseError with ClickHouse's own numeric code; AbortError when `signal` fires */
  query<Row>(statement: Sql, options?: QueryOptions): Promise<Row[]>;
  /** The answer to a SELECT as it is in one of ClickHouse's formats, for what is too much for objects. */
  bytes(statement: Sql, format: Format, options?: QueryOptions): Promise<Uint8Array>;
  /** A statement without a result. */
  command(statement: Sql): Promise<void>;
  /** Inserts blocks of ClickHouse's `Native` format. The same token again within the table's deduplication
   *  window is a no-op. */
  insertNative(insert: NativeInsert): Promise<void>;
  close(): Promise<void>;
}

/** Rows one after another in binary; columns in blocks; columns as JSON arrays. */
export type Format = "RowBinary" | "Native" | "JSONCompactColumns";

export interface QueryOptions {
  signal?: AbortSignal;
  /** Seconds after which the engine gives the query up. */
  timeoutSeconds?: number;
}

export interface NativeInsert {
  table: string;
  columns: readonly string[];
  body: Uint8Array;
  token: string;
}

/** SQL text with its parameters apart from it: built by the `sql` tag only. */
export interface Sql {
  readonly text: string;
  readonly params: Readonly<Record<string, unknown>>;
}
