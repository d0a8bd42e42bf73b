import type { ClickHouse } from "./client.ts";
import { raw, sql } from "./sql.ts";

/** One step of the schema. Steps only go forward; one that has been released is never edited. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/** Applies what is missing, in order. A step interrupted half-way runs again: its statements are idempotent.
 *  @returns the versions applied now
 *  @throws  Error when the store was written by a newer release than this one */
export async function migrate(clickhouse: ClickHouse, migrations: readonly Migration[]): Promise<number[]> {
  await clickhouse.command(
    raw(`CREATE TABLE IF NOT EXISTS schema_migrations (version UInt32, name String, applied_at DateTime64(3, 'UTC'))
         ENGINE = MergeTree ORDER BY version`),
  );
  const rows = await clickhouse.query<{ version: number }>(raw("SELECT version FROM schema_migrations"));
  const applied = new Set(rows.map((row) => row.version));
  const newest = Math.max(0, ...migrations.map((migration) => migration.version));
  const unknown = [...applied].filter((version) => version > newest);
  if (unknown.length > 0) {
    throw new Error(
      `the store has schema version ${Math.max(...unknown)}, this release knows up to ${newest}`,
    );
  }
  const missing = migrations.filter((migration) => !applied.has(migration.version));
  for (const migration of missing) {
    for (const statement of migration.statements) await clickhouse.command(raw(statement));
    await clickhouse.command(
      sql`INSERT INTO schema_migrations SELECT ${migration.version}, ${migration.name}, now64(3)`,
    );
  }
  return missing.map((migration) => migration.version);
}
