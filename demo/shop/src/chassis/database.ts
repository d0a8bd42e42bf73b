import { Pool } from "pg";
import { env, envInteger } from "./env.ts";
import { log } from "./log.ts";

export type Queryable = Pick<Pool, "query">;

/** The service's own pool, from DATABASE_URL and DB_POOL_MAX. Opens no connection until the first query. */
export function connectDatabase(): Pool {
  const pool = new Pool({
    connectionString: env("DATABASE_URL"),
    max: envInteger("DB_POOL_MAX", 5),
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 3000,
    statement_timeout: 10_000,
  });
  pool.on("error", (err) => log.warn({ err }, "an idle database connection was lost"));
  return pool;
}

export async function transaction<T>(pool: Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
