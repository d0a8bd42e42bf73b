import { rm } from "node:fs/promises";
import { formatQueryParams } from "@clickhouse/client-common";
import { type ChdbOptions, openChdb } from "./chdb.ts";
import type { ClickHouse, Sql } from "./client.ts";
import { bindLiterals } from "./literals.ts";
import { spool } from "./spool.ts";
import { insertFromFileStatement, insertSettings, querySettings } from "./statements.ts";

/** ClickHouse in this process. */
export function openEmbedded(options: ChdbOptions): ClickHouse {
  const chdb = openChdb(options);
  return {
    async query<Row>(
      statement: Sql,
      { signal, timeoutSeconds }: { signal?: AbortSignal; timeoutSeconds?: number } = {},
    ) {
      const bytes = await chdb.run(literal(statement), {
        format: "JSONEachRow",
        settings: querySettings(timeoutSeconds),
        ...(signal && { signal }),
      });
      const text = new TextDecoder().decode(bytes);
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row);
    },
    bytes: (statement, format, { signal, timeoutSeconds } = {}) =>
      chdb.run(literal(statement), {
        format,
        settings: querySettings(timeoutSeconds),
        ...(signal && { signal }),
      }),
    async command(statement) {
      await chdb.run(literal(statement));
    },
    async insertNative(insert) {
      const file = await spool(options.path, insert);
      try {
        await chdb.run(insertFromFileStatement(insert, file), { settings: insertSettings(insert.token) });
      } finally {
        await rm(file, { force: true });
      }
    },
    close: () => chdb.close(),
  };
}

function literal({ text, params }: Sql): string {
  const values = Object.entries(params).map(([name, value]) => [name, formatQueryParams({ value })]);
  return bindLiterals(text, Object.fromEntries(values) as Record<string, string>);
}
