import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatQueryParams } from "@clickhouse/client-common";
import { openChdb, type Chdb, type ChdbOptions } from "./chdb.ts";
import type { ClickHouse, Sql } from "./client.ts";
import { bindLiterals, quote } from "./literals.ts";
import { insertStatement, insertSettings, querySettings } from "./statements.ts";

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
    async command(statement) {
      await chdb.run(literal(statement));
    },
    async insertNative(insert) {
      const file = spoolPath(options.path, insert.token);
      await writeFile(file, insert.body);
      await insertFromFile(chdb, insertStatement(insert), file, insertSettings(insert.token));
    },
    close: () => chdb.close(),
  };
}

let spooled = 0;
/** Where a block waits for the engine to read it: chDB takes binary input from files only. */
export function spoolPath(dataFolder: string, label: string): string {
  return join(dataFolder, `insert-${label.replaceAll(/\W/g, "_")}-${spooled++}.native`);
}

/** Runs `INSERT INTO t (…) FORMAT Native` with the file as its data, and removes the file. */
export async function insertFromFile(
  chdb: Chdb,
  statement: string,
  file: string,
  settings: Record<string, string | number>,
): Promise<void> {
  try {
    const select = statement.replace(/ FORMAT (\w+)\s*$/, (_, format: string) => {
      return ` SELECT * FROM file(${quote(file)}, ${quote(format)})`;
    });
    await chdb.run(select, { settings });
  } finally {
    await rm(file, { force: true });
  }
}

function literal({ text, params }: Sql): string {
  const values = Object.entries(params).map(([name, value]) => [name, formatQueryParams({ value })]);
  return bindLiterals(text, Object.fromEntries(values) as Record<string, string>);
}
