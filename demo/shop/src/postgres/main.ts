import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, envInteger } from "../chassis/env.ts";
import { startPostgres } from "./postgres.ts";
import { prepareDatabase } from "./prepare.ts";

/* The shop's database: a new Postgres on HOST and PORT until SIGTERM, with all roles, tables and data. Its log lines are
 * Postgres' own. */

const postgres = await startPostgres({
  // A container that is started again after a crash clears up what the last one left.
  folder: join(tmpdir(), `naru-shop-postgres-${env("POD_UID", "local")}`),
  host: env("HOST", "0.0.0.0"),
  port: envInteger("PORT", 5432),
  onLine: (line) => process.stdout.write(`${line}\n`),
});
process.once("SIGTERM", () => void postgres.stop());
await prepareDatabase(postgres.adminUrl, env("SHOP_DATABASE_PASSWORD"), envInteger("SHOP_SEED", 1));
process.exitCode = await postgres.ended;
