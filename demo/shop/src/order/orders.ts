import type { Pool } from "pg";
import type { Cart, CartLine } from "../cart/api.ts";
import { type Queryable, transaction } from "../chassis/database.ts";
import type { NotificationRequest } from "../notification/api.ts";
import type { Order, OrderState, OrderSummary } from "./api.ts";

const summary = `id, state, total, placed_at AS "placedAt"`;

export async function insertOrder(database: Pool, id: string, userId: string, cart: Cart): Promise<void> {
  await transaction(database, async (client) => {
    await client.query(
      "INSERT INTO customer_order (id, user_id, state, total) VALUES ($1, $2, 'pending', $3)",
      [id, userId, cart.total],
    );
    await client.query(
      `INSERT INTO order_line SELECT $1, "productId", "unitPrice", quantity
       FROM json_to_recordset($2) AS line("productId" int, "unitPrice" int, quantity int)`,
      [id, JSON.stringify(cart.lines)],
    );
  });
}

export async function setState(database: Queryable, id: string, state: OrderState): Promise<void> {
  await database.query("UPDATE customer_order SET state = $2 WHERE id = $1", [id, state]);
}

export async function markPaid(database: Pool, notification: NotificationRequest): Promise<void> {
  await transaction(database, async (client) => {
    await setState(client, notification.orderId, "paid");
    await client.query("INSERT INTO outbox (order_id, notification) VALUES ($1, $2)", [
      notification.orderId,
      notification,
    ]);
  });
}

export async function readOrder(database: Queryable, id: string): Promise<Order | undefined> {
  const { rows } = await database.query<Omit<Order, "lines">>(
    `SELECT ${summary}, user_id AS "userId" FROM customer_order WHERE id = $1`,
    [id],
  );
  if (!rows[0]) return undefined;
  const { rows: lines } = await database.query<CartLine>(
    `SELECT product_id AS "productId", unit_price AS "unitPrice", quantity FROM order_line
     WHERE order_id = $1 ORDER BY product_id`,
    [id],
  );
  return { ...rows[0], lines };
}

export async function ordersOf(database: Queryable, userId: string): Promise<OrderSummary[]> {
  const { rows } = await database.query<OrderSummary>(
    `SELECT ${summary} FROM customer_order WHERE user_id = $1 ORDER BY placed_at DESC LIMIT 20`,
    [userId],
  );
  return rows;
}
