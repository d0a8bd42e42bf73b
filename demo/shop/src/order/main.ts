import { connectDatabase } from "../chassis/database.ts";
import { env } from "../chassis/env.ts";
import { Problem } from "../chassis/problem.ts";
import { queryText } from "../chassis/query.ts";
import { serve } from "../chassis/serve.ts";
import { upstream } from "../chassis/upstream.ts";
import { ordersOf, readOrder } from "./orders.ts";
import { outbox } from "./outbox.ts";
import { placeOrder } from "./place.ts";

const database = connectDatabase();
const around = {
  database,
  cart: upstream("cart", env("CART_URL")),
  inventory: upstream("inventory", env("INVENTORY_URL")),
  payment: upstream("payment", env("PAYMENT_URL")),
  outbox: outbox(database, upstream("notification", env("NOTIFICATION_URL"))),
};

serve({
  routes(app) {
    app.post("/orders", async ({ body }, response) => {
      response.status(201).json(await placeOrder(around, body));
    });

    app.get("/orders", async ({ query }, response) => {
      response.json(await ordersOf(database, queryText(query, "userId")));
    });

    app.get("/orders/:id", async ({ params }, response) => {
      const order = isOrderId(params.id) ? await readOrder(database, params.id) : undefined;
      if (!order) throw new Problem(404, "order_unknown", `no order has the number ${params.id}`);
      response.json(order);
    });
  },
  upkeep: [{ what: "send the outbox", everyMs: 30_000, run: () => around.outbox.sendLeftBehind() }],
  ready: () => database.query("SELECT 1"),
  async close() {
    await around.outbox.idle();
    await database.end();
  },
});

function isOrderId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
