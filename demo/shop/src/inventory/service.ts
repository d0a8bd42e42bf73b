import type { Pool } from "pg";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import type { Service } from "../chassis/serve.ts";
import type { Stock } from "./api.ts";
import type { reservations } from "./reservations.ts";

/** @param stock  takes from the stock and gives back */
export const inventoryService = (database: Pool, stock: typeof reservations): Service => ({
  routes(app) {
    app.get("/stock/:productId", async ({ params }, response) => {
      const productId = Number(params.productId);
      const { rows } = await database.query<Stock>(
        `SELECT product_id AS "productId", available FROM stock WHERE product_id = $1`,
        [Number.isInteger(productId) ? productId : null],
      );
      if (!rows[0])
        throw new Problem(404, "product_unknown", `no stock is kept of product ${params.productId}`);
      response.json(rows[0]);
    });

    app.post("/reservations", async ({ body }, response) => {
      await stock.reserve(database, body);
      log.info({ order_id: body.orderId, lines: body.lines.length }, "stock reserved");
      response.sendStatus(204);
    });

    app.delete("/reservations/:orderId", async ({ params }, response) => {
      await stock.release(database, params.orderId);
      log.info({ order_id: params.orderId }, "stock released");
      response.sendStatus(204);
    });

    app.post("/reservations/:orderId/shipment", async ({ params }, response) => {
      await stock.ship(database, params.orderId);
      log.info({ order_id: params.orderId }, "shipped");
      response.sendStatus(204);
    });
  },
  upkeep: [
    {
      what: "replenish",
      everyMs: 120_000,
      run: async () => log.info({ products: await stock.replenish(database) }, "stock replenished"),
    },
  ],
  ready: () => database.query("SELECT 1"),
  close: () => database.end(),
});
