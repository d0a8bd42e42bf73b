import type { CartLine } from "../cart/api.ts";

export type OrderState = "pending" | "paid" | "unpaid" | "out-of-stock" | "failed";

export interface OrderRequest {
  userId: string;
  cartId: string;
  card: string;
  language: "ko" | "en";
}

export interface OrderSummary {
  id: string;
  state: OrderState;
  total: number;
  placedAt: string;
}

export interface Order extends OrderSummary {
  userId: string;
  lines: CartLine[];
}
