import { transaction } from "../../../chassis/database.ts";
import type { OrderRequest, OrderSummary } from "../../api.ts";
import { placeOrder, type Surroundings } from "../../place.ts";

/** One at a time for each cart: whoever comes second finds it empty. */
export function placeOnce(around: Surroundings, request: OrderRequest): Promise<Pick<OrderSummary, "id">> {
  return transaction(around.database, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext($1))", [request.cartId]);
    return placeOrder(around, request);
  });
}
