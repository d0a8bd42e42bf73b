import { connectDatabase } from "../chassis/database.ts";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import { serve } from "../chassis/serve.ts";
import type { Stock } from "./api.ts";
import { release, replenish, reserve, ship } from "./reservations.ts";

const database = connectDatabase();

serve({
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
      await reserve(database, body);
      log.info({ order_id: body.orderId, lines: body.lines.length }, "stock reserved");
      response.sendStatus(204);
    });

    app.delete("/reservations/:orderId", async ({ params }, response) => {
      await release(database, params.orderId);
      log.info({ order_id: params.orderId }, "stock released");
      response.sendStatus(204);
    });

    app.post("/reservations/:orderId/shipment", async ({ params }, response) => {
      await ship(database, params.orderId);
      log.info({ order_id: params.orderId }, "shipped");
      response.sendStatus(204);
    });
  },
  upkeep: [
    {
      what: "replenish",
      everyMs: 120_000,
      run: async () => log.info({ products: await replenish(database) }, "stock replenished"),
    },
  ],
  ready: () => database.query("SELECT 1"),
  close: () => database.end(),
});
