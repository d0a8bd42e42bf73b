import { createWriteStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { text as readText } from "node:stream/consumers";
import type { Chdb, Settings } from "./chdb.ts";
import { ClickHouseError } from "./errors.ts";
import { bindLiterals, quote } from "./literals.ts";
import { spoolPath } from "./spool.ts";

/** URL parameters of ClickHouse's HTTP interface that are not settings. */
const notSettings = new Set(["query", "query_id", "session_id", "user", "password", "role"]);
/** Settings that only ClickHouse's HTTP server knows; the engine below would refuse them. */
const httpOnly = new Set([
  "wait_end_of_query",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
  "enable_http_compression",
  "default_format",
  "database",
]);

/** Only our own clients come here: a connection that is closed at the moment it is used again fails somebody's query. */
const keptMs = 600_000;
/** Parameters travel in the address; as much as ClickHouse takes by default (`http_max_uri_size`). */
const longestAddress = 1 << 20;

/** Answers ClickHouse's HTTP protocol (queries, inserts with a body, parameters, settings, exceptions, ping; a
 *  caller that hangs up kills its query) from chDB.
 *  Source: https://clickhouse.com/docs/interfaces/http */
export function serveHttp(chdb: Chdb, spoolFolder: string): Server {
  return createServer({ maxHeaderSize: longestAddress, keepAliveTimeout: keptMs }, (request, response) => {
    answer(chdb, spoolFolder, request, response).catch((error: unknown) => fail(response, error));
  });
}

async function answer(chdb: Chdb, spoolFolder: string, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://engine");
  if (url.pathname === "/ping") {
    response.end("Ok.\n");
    return;
  }
  const { settings, params } = readParameters(url);
  const inUrl = url.searchParams.get("query");
  if (inUrl !== null && /^\s*INSERT\b[\s\S]* FORMAT \w+\s*$/i.test(inUrl)) {
    await insertBody(chdb, spoolFolder, bindLiterals(inUrl, params), request, settings);
    response.end();
    return;
  }
  const statement = bindLiterals(inUrl ?? (await readText(request)), params);
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const bytes = await chdb.run(statement, { settings, signal: gone.signal });
  response.end(bytes);
}

/** `INSERT INTO t (…) FORMAT Native` with the request's body as its data. */
async function insertBody(
  chdb: Chdb,
  folder: string,
  statement: string,
  body: IncomingMessage,
  settings: Settings,
) {
  const file = spoolPath(folder);
  try {
    await pipeline(body, createWriteStream(file, { mode: 0o600 }));
    const from = statement.replace(/ FORMAT (\w+)\s*$/, (_, format: string) => {
      return ` SELECT * FROM file(${quote(file)}, ${quote(format)})`;
    });
    await chdb.run(from, { settings });
  } finally {
    await rm(file, { force: true });
  }
}

function readParameters(url: URL): { settings: Record<string, string>; params: Record<string, string> } {
  const settings: Record<string, string> = {};
  const params: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name.startsWith("param_")) params[name.slice(6)] = value;
    else if (!notSettings.has(name) && !httpOnly.has(name) && /^\w+$/.test(name)) settings[name] = value;
  }
  return { settings, params } satisfies { settings: Settings; params: Record<string, string> };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof ClickHouseError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  response.statusCode = known?.code === 159 ? 408 : 500;
  response.setHeader("X-ClickHouse-Exception-Code", String(known?.code ?? 1002));
  response.end(
    known
      ? `Code: ${known.code}. DB::Exception: ${message}`
      : `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)`,
  );
}
