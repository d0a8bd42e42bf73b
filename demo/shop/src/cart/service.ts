import type { Pool } from "pg";
import type { Queryable } from "../chassis/database.ts";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import type { Service } from "../chassis/serve.ts";
import type { Cart, CartLine } from "./api.ts";

export const cartService = (database: Pool): Service => ({
  routes(app) {
    app.get("/carts/:cartId", async ({ params }, response) => {
      response.json(await readCart(database, params.cartId));
    });

    app.post("/carts/:cartId/lines", async ({ params, body }, response) => {
      const { productId, unitPrice, quantity } = validLine(body);
      await database.query(
        `INSERT INTO cart_line (cart_id, product_id, unit_price, quantity) VALUES ($1, $2, $3, $4)
         ON CONFLICT (cart_id, product_id) DO UPDATE
         SET quantity = least(99, cart_line.quantity + excluded.quantity), unit_price = excluded.unit_price, changed_at = now()`,
        [params.cartId, productId, unitPrice, quantity],
      );
      log.info({ cart_id: params.cartId, product_id: productId, quantity }, "added to cart");
      response.status(201).json(await readCart(database, params.cartId));
    });

    app.delete("/carts/:cartId/lines/:productId", async ({ params }, response) => {
      await database.query("DELETE FROM cart_line WHERE cart_id = $1 AND product_id = $2", [
        params.cartId,
        params.productId,
      ]);
      response.sendStatus(204);
    });

    app.delete("/carts/:cartId", async ({ params }, response) => {
      await database.query("DELETE FROM cart_line WHERE cart_id = $1", [params.cartId]);
      response.sendStatus(204);
    });
  },
  upkeep: [{ what: "forget abandoned carts", everyMs: 600_000, run: () => forgetAbandonedCarts(database) }],
  ready: () => database.query("SELECT 1"),
  close: () => database.end(),
});

async function readCart(database: Queryable, id: string): Promise<Cart> {
  const { rows: lines } = await database.query<CartLine>(
    `SELECT product_id AS "productId", unit_price AS "unitPrice", quantity
     FROM cart_line WHERE cart_id = $1 ORDER BY product_id`,
    [id],
  );
  return { id, lines, total: lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0) };
}

async function forgetAbandonedCarts(database: Queryable): Promise<void> {
  const { rowCount } = await database.query(
    "DELETE FROM cart_line WHERE changed_at < now() - interval '1 day'",
  );
  log.info({ lines: rowCount }, "abandoned carts forgotten");
}

function validLine({ productId, unitPrice, quantity }: CartLine): CartLine {
  const valid = [productId, unitPrice, quantity].every((n) => Number.isInteger(n) && n > 0) && quantity <= 99;
  if (!valid) throw new Problem(400, "line_invalid", "a line has a product, a unit price and 1 to 99 pieces");
  return { productId, unitPrice, quantity };
}
