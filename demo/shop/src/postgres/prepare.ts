import { readFile } from "node:fs/promises";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { assortment } from "../catalog/assortment.ts";
import { seedCatalog } from "../catalog/seed.ts";
import type { Queryable } from "../chassis/database.ts";
import { seedInventory } from "../inventory/seed.ts";
import { seedAccounts } from "../storefront/seed.ts";

const productCount = assortment.reduce((sum, { kinds, variants }) => sum + kinds.length * variants.length, 0);

/** The services that keep data, each in a schema of its own that only its own role may touch. */
const owners: Record<string, (database: Queryable, seed: number) => Promise<void>> = {
  storefront: seedAccounts,
  catalog: seedCatalog,
  cart: seedNothing,
  order: seedNothing,
  payment: seedNothing,
  inventory: (database) => seedInventory(database, productCount),
  notification: seedNothing,
};

const databaseName = "shop";

/**
 * Creates the database with all roles, tables and data.
 * @param password  of every service's role
 */
export async function prepareDatabase(adminUrl: string, password: string, seed: number): Promise<void> {
  await connected(adminUrl, (admin) => admin.query(`CREATE DATABASE ${databaseName}`));
  const shopUrl = new URL(databaseName, adminUrl);
  // One transaction: a service finds its role only when everything else is there too.
  await connected(shopUrl.href, async (admin) => {
    await admin.query("BEGIN");
    for (const [owner, seedTables] of Object.entries(owners)) {
      await createSchema(admin, owner, password);
      await seedTables(admin, seed);
      await admin.query("RESET ROLE");
    }
    await admin.query("COMMIT");
  });
}

async function createSchema(admin: Client, owner: string, password: string): Promise<void> {
  const role = escapeIdentifier(owner);
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)}`);
  await admin.query(`CREATE SCHEMA ${role} AUTHORIZATION ${role}`);
  await admin.query(`ALTER ROLE ${role} SET search_path = ${role}`);
  await admin.query(`SET ROLE ${role}`);
  await admin.query(`SET search_path = ${role}`);
  await admin.query(await readFile(new URL(`../${owner}/schema.sql`, import.meta.url), "utf8"));
}

async function connected(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function seedNothing(): Promise<void> {}
