import { connectDatabase } from "../chassis/database.ts";
import { log } from "../chassis/log.ts";
import { serve } from "../chassis/serve.ts";
import type { NotificationRequest } from "./api.ts";
import { confirmation } from "./message.ts";

const database = connectDatabase();
let delivered: Promise<void> = Promise.resolve();

serve({
  routes(app) {
    app.post("/notifications", async ({ body }, response) => {
      await accept(body);
      deliverLater(body.orderId);
      response.status(202).end();
    });
  },
  upkeep: [{ what: "deliver what was left behind", everyMs: 30_000, run: deliverLeftBehind }],
  ready: () => database.query("SELECT 1"),
  async close() {
    await delivered;
    await database.end();
  },
});

async function accept(request: NotificationRequest): Promise<void> {
  const { subject, body } = confirmation(request);
  await database.query(
    "INSERT INTO message (order_id, user_id, subject, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [request.orderId, request.userId, subject, body],
  );
}

/** One message at a time and after the answer; each still in the trace of the request that asked for it. */
function deliverLater(orderId: string): void {
  delivered = delivered
    .then(() => deliver(orderId))
    .catch((err: unknown) => log.error({ err, order_id: orderId }, "message not delivered"));
}

async function deliver(orderId: string): Promise<void> {
  const { rowCount } = await database.query(
    "UPDATE message SET delivered_at = now() WHERE order_id = $1 AND delivered_at IS NULL",
    [orderId],
  );
  if (rowCount === 1) log.info({ order_id: orderId }, "confirmation delivered");
}

async function deliverLeftBehind(): Promise<void> {
  const { rows } = await database.query<{ order_id: string }>(
    "SELECT order_id FROM message WHERE delivered_at IS NULL AND accepted_at < now() - interval '30 s' LIMIT 100",
  );
  for (const { order_id } of rows) deliverLater(order_id);
}
