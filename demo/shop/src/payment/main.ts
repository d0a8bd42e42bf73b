import { connectDatabase } from "../chassis/database.ts";
import { env, envInteger } from "../chassis/env.ts";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import { serve } from "../chassis/serve.ts";
import { upstream } from "../chassis/upstream.ts";
import type { Payment, PaymentRequest } from "./api.ts";
import { authorize } from "./authorize.ts";

const database = connectDatabase();
const network = upstream(
  "card-network",
  env("CARD_NETWORK_URL"),
  envInteger("CARD_NETWORK_TIMEOUT_MS", 1500),
);

serve({
  routes(app) {
    app.post("/payments", async ({ body }, response) => {
      response.status(201).json(await pay(body));
    });
  },
  ready: () => database.query("SELECT 1"),
  close: () => database.end(),
});

async function pay({ orderId, amount, card }: PaymentRequest): Promise<Payment> {
  await database.query("INSERT INTO payment (order_id, amount, state) VALUES ($1, $2, 'requested')", [
    orderId,
    amount,
  ]);
  try {
    const { code } = await authorize(network, { key: orderId, amount, card });
    await decide(orderId, "authorized", code);
    log.info({ order_id: orderId, amount, authorization: code }, "payment authorized");
    return { orderId, amount, authorization: code };
  } catch (error) {
    const declined = error instanceof Problem && error.status === 402;
    await decide(orderId, declined ? "declined" : "failed");
    throw error;
  }
}

async function decide(orderId: string, state: string, code?: string): Promise<void> {
  await database.query(
    "UPDATE payment SET state = $2, authorization_code = $3, decided_at = now() WHERE order_id = $1",
    [orderId, state, code],
  );
}
