import type { ClickHouse } from "./client.ts";
import { Block } from "./native/block.ts";
import { FixedColumn, StringColumn } from "./native/columns.ts";

export type RowValues = Readonly<Record<string, string | number>>;

/** Inserts a few rows at once, whole or not at all; for what comes seldom and not by the thousand.
 *  @param rows alike; names that begin with `at_` are times in milliseconds since 1970, for a column `DateTime64(3, 'UTC')`
 *    of the name without it; all others are text that the engine converts */
export async function insertRows(
  clickhouse: ClickHouse,
  table: string,
  rows: readonly RowValues[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.fromEntries<StringColumn | FixedColumn>(
    Object.keys(first).map((name) =>
      name.startsWith("at_")
        ? [name.slice(3), new FixedColumn("DateTime64(3, 'UTC')", 8)]
        : [name, new StringColumn()],
    ),
  );
  const block = new Block(columns);
  for (const row of rows) {
    for (const [name, column] of Object.entries(columns)) {
      if (column instanceof StringColumn) column.pushText(String(row[name] ?? ""));
      else pushTime(column, Number(row[`at_${name}`]));
    }
  }
  const token = crypto.randomUUID();
  await clickhouse.insertNative({ table, columns: block.names, body: block.toNative(), token });
}

function pushTime({ bytes }: FixedColumn, ms: number): void {
  const whole = Math.max(0, Math.round(ms));
  bytes.u64(whole % 2 ** 32, Math.floor(whole / 2 ** 32));
}
