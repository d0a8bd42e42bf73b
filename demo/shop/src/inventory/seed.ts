import type { Queryable } from "../chassis/database.ts";

/** Plenty of everything but each eighth product, which is made in editions of a few pieces. */
export async function seedInventory(database: Queryable, products: number): Promise<void> {
  await database.query(
    `INSERT INTO stock (product_id, available, reorder_below, reorder_to)
     SELECT id, amount, amount / 3, amount
     FROM (SELECT id, CASE WHEN id % 8 = 3 THEN 4 ELSE 120 + (id * 37) % 180 END AS amount
           FROM generate_series(1, $1::int) id) planned`,
    [products],
  );
}
