import { rm } from "node:fs/promises";
import { Agent, type AgentOptions } from "node:http";
import { Readable } from "node:stream";
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from "@clickhouse/client";
import type { ClickHouse, Format, NativeInsert, QueryOptions, Sql } from "./client.ts";
import { ClickHouseError, ClickHouseUnavailable, parseException } from "./errors.ts";
import { spool } from "./spool.ts";
import { insertFromFileStatement, insertSettings, insertStatement, querySettings } from "./statements.ts";

export interface ConnectOptions {
  /** `http://user:password@host:8123/database`. With `socketPath` only the database of it counts. */
  url: string;
  /** A Unix socket to reach the server by. */
  socketPath?: string;
  /** A folder that this process and the server share: blocks go there as files, which spares them the socket. */
  spoolFolder?: string;
}

/** ClickHouse behind its HTTP interface: a server, a cluster, or the embedded engine's own process. */
export function connect({ url, socketPath, spoolFolder }: ConnectOptions): ClickHouse {
  const client = createClient({
    url,
    request_timeout: 600_000,
    log: { level: ClickHouseLogLevel.OFF },
    max_open_connections: 16,
    compression: { request: false, response: false },
    ...(socketPath && { http_agent: socketAgent(socketPath), keep_alive: keptByServer }),
  });
  return {
    query: <Row>(statement: Sql, options: QueryOptions = {}) =>
      translated(() => askedAgain(() => queryRows<Row>(client, statement, options)), options.signal),
    bytes: (statement, format, options = {}) =>
      translated(() => askedAgain(() => queryBytes(client, statement, format, options)), options.signal),
    command: (statement) =>
      translated(async () => {
        await client.command({ query: statement.text, query_params: { ...statement.params } });
      }),
    insertNative: (insert) =>
      translated(async () => {
        if (spoolFolder !== undefined) return insertFromSpool(client, spoolFolder, insert);
        const { stream } = await client.exec({
          query: insertStatement(insert),
          values: Readable.from([insert.body], { objectMode: false }),
          clickhouse_settings: insertSettings(insert.token),
        });
        await stream.resume().toArray();
      }),
    close: () => client.close(),
  };
}

/** The engine's server keeps idle connections, so the client need not close them. Its timer for that outlives a request that
 *  was given up before it was sent, and then closes the connection under another one. */
const keptByServer = { enabled: true, idle_socket_ttl: 0 };

/** Node hands an agent's options on to each connection, the path of a socket too; its types do not say so. */
function socketAgent(socketPath: string): Agent {
  const options: AgentOptions & { socketPath: string } = { keepAlive: true, maxSockets: 16, socketPath };
  return new Agent(options);
}

async function insertFromSpool(
  client: ClickHouseClient,
  folder: string,
  insert: NativeInsert,
): Promise<void> {
  const file = await spool(folder, insert);
  try {
    await client.command({
      query: insertFromFileStatement(insert, file),
      clickhouse_settings: insertSettings(insert.token),
    });
  } finally {
    await rm(file, { force: true });
  }
}

async function queryBytes(
  client: ClickHouseClient,
  statement: Sql,
  format: Format,
  options: QueryOptions,
): Promise<Uint8Array> {
  const { stream } = await client.exec({
    query: `${statement.text}\nFORMAT ${format}`,
    query_params: { ...statement.params },
    clickhouse_settings: querySettings(options.timeoutSeconds),
    ...(options.signal && { abort_signal: options.signal }),
  });
  return Buffer.concat((await stream.toArray()) as Uint8Array[]);
}

async function queryRows<Row>(
  client: ClickHouseClient,
  statement: Sql,
  options: QueryOptions,
): Promise<Row[]> {
  const answer = await client.query({
    query: statement.text,
    query_params: { ...statement.params },
    format: "JSONEachRow",
    clickhouse_settings: querySettings(options.timeoutSeconds),
    ...(options.signal && { abort_signal: options.signal }),
  });
  return answer.json<Row>();
}

/** A kept connection may be closed at the moment it is used again. Reading twice changes nothing. */
async function askedAgain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ECONNRESET")) throw error;
    return read();
  }
}

async function translated<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await call();
  } catch (error) {
    signal?.throwIfAborted();
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const fields = error as Error & { code?: string; type?: string };
  if (fields.type && fields.code && /^\d+$/.test(fields.code)) {
    return new ClickHouseError(Number(fields.code), fields.type, error.message, { cause: error });
  }
  const gone = ["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENOTFOUND"];
  if (fields.code && gone.includes(fields.code)) {
    return new ClickHouseUnavailable(`the telemetry store can't be reached (${fields.code})`, {
      cause: error,
    });
  }
  if (/socket hang up|Timeout error/.test(error.message)) {
    return new ClickHouseUnavailable(`the telemetry store went away: ${error.message}`, { cause: error });
  }
  return parseException(error.message) ?? error;
}
