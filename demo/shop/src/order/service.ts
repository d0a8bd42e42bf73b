import { Problem } from "../chassis/problem.ts";
import { queryText } from "../chassis/query.ts";
import type { Service } from "../chassis/serve.ts";
import { ordersOf, readOrder } from "./orders.ts";
import type { placeOrder, Surroundings } from "./place.ts";

export const orderService = (around: Surroundings, place: typeof placeOrder): Service => ({
  routes(app) {
    app.post("/orders", async ({ body }, response) => {
      response.status(201).json(await place(around, body));
    });

    app.get("/orders", async ({ query }, response) => {
      response.json(await ordersOf(around.database, queryText(query, "userId")));
    });

    app.get("/orders/:id", async ({ params }, response) => {
      const order = isOrderId(params.id) ? await readOrder(around.database, params.id) : undefined;
      if (!order) throw new Problem(404, "order_unknown", `no order has the number ${params.id}`);
      response.json(order);
    });
  },
  upkeep: [{ what: "send the outbox", everyMs: 30_000, run: () => around.outbox.sendLeftBehind() }],
  ready: () => around.database.query("SELECT 1"),
  async close() {
    await around.outbox.idle();
    await around.database.end();
  },
});

function isOrderId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
