import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { Cart } from "../cart/api.ts";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import type { Upstream } from "../chassis/upstream.ts";
import type { ReservationRequest } from "../inventory/api.ts";
import type { PaymentRequest } from "../payment/api.ts";
import type { OrderRequest, OrderState, OrderSummary } from "./api.ts";
import { insertOrder, markPaid, setState } from "./orders.ts";
import type { Outbox } from "./outbox.ts";
import type { Receipts } from "./receipts.ts";

export interface Surroundings {
  database: Pool;
  cart: Upstream;
  inventory: Upstream;
  payment: Upstream;
  outbox: Outbox;
  receipts: Receipts;
}

/** Reserve, write the receipt, pay, ship; a step that fails undoes the ones before it (a saga, led by the order). */
export async function placeOrder(
  around: Surroundings,
  request: OrderRequest,
): Promise<Pick<OrderSummary, "id">> {
  const cart = await around.cart.get<Cart>(`/carts/${request.cartId}`);
  if (cart.lines.length === 0) throw new Problem(409, "cart_empty", "there is nothing in the cart");
  const id = randomUUID();
  await insertOrder(around.database, id, request.userId, cart);
  try {
    await carryOut(around, request, id, cart);
  } finally {
    await around.receipts.clear(id);
  }
  return { id };
}

async function carryOut(
  around: Surroundings,
  { userId, cartId, card, language }: OrderRequest,
  id: string,
  cart: Cart,
): Promise<void> {
  await undoing(around, id, async () => {
    await around.inventory.post("/reservations", {
      orderId: id,
      lines: cart.lines,
    } satisfies ReservationRequest);
    await around.receipts.write({ orderId: id, userId, language, cart });
    const payment: PaymentRequest = { orderId: id, amount: cart.total, card };
    await around.payment.post("/payments", payment);
  });
  const notification = { orderId: id, userId, language, total: cart.total };
  await markPaid(around.database, notification);
  around.outbox.sendSoon(notification);
  await around.inventory.post(`/reservations/${id}/shipment`);
  await around.cart.delete(`/carts/${cartId}`);
  log.info({ order_id: id, total: cart.total, lines: cart.lines.length }, "order paid");
}

async function undoing(
  { database, inventory }: Surroundings,
  id: string,
  steps: () => Promise<void>,
): Promise<void> {
  try {
    await steps();
  } catch (error) {
    const state = stateAfter(error);
    await setState(database, id, state);
    // Also after a reservation whose answer was lost: releasing what was never reserved changes nothing.
    if (state !== "out-of-stock") await inventory.delete(`/reservations/${id}`);
    log.warn(
      { order_id: id, state, code: error instanceof Problem ? error.code : "unknown" },
      "order not placed",
    );
    throw error;
  }
}

function stateAfter(error: unknown): OrderState {
  if (!(error instanceof Problem)) return "failed";
  if (error.code === "card_declined") return "unpaid";
  return error.code === "out_of_stock" ? "out-of-stock" : "failed";
}
