import type { Pool } from "pg";
import { transaction } from "../chassis/database.ts";
import { Problem } from "../chassis/problem.ts";
import type { ReservationRequest } from "./api.ts";

/** Takes every line from the stock, or none: throws `out_of_stock` when one is short. */
async function reserve(database: Pool, { orderId, lines }: ReservationRequest): Promise<void> {
  // Rows are always locked in the same order, so that two orders can wait for each other but never deadlock.
  const inLockingOrder = lines.toSorted((a, b) => a.productId - b.productId);
  await transaction(database, async (client) => {
    for (const { productId, quantity } of inLockingOrder) {
      const { rowCount } = await client.query(
        "UPDATE stock SET available = available - $2 WHERE product_id = $1 AND available >= $2",
        [productId, quantity],
      );
      if (rowCount === 0) throw new Problem(409, "out_of_stock", `product ${productId} is out of stock`);
      await client.query("INSERT INTO reservation VALUES ($1, $2, $3)", [orderId, productId, quantity]);
    }
  });
}

/** Puts a reservation back into the stock; doing so twice changes nothing. */
async function release(database: Pool, orderId: string): Promise<void> {
  await database.query(
    `WITH released AS (DELETE FROM reservation WHERE order_id = $1 RETURNING product_id, quantity),
          returned AS (SELECT product_id, quantity FROM released ORDER BY product_id)
     UPDATE stock SET available = available + quantity FROM returned WHERE stock.product_id = returned.product_id`,
    [orderId],
  );
}

/** The pieces have left the house: the reservation ends and the stock stays as it is. */
async function ship(database: Pool, orderId: string): Promise<void> {
  await database.query("DELETE FROM reservation WHERE order_id = $1", [orderId]);
}

/** Orders new pieces of whatever runs low. */
async function replenish(database: Pool): Promise<number> {
  const { rowCount } = await database.query(
    "UPDATE stock SET available = reorder_to WHERE available < reorder_below",
  );
  return rowCount ?? 0;
}

/** Takes from the stock and gives back. */
export const reservations = { reserve, release, ship, replenish };
