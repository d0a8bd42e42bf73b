import { env } from "../chassis/env.ts";
import { upstream } from "../chassis/upstream.ts";
import type { Upstreams } from "./routes.ts";

export const upstreams = (): Upstreams => ({
  catalog: upstream("catalog", env("CATALOG_URL")),
  cart: upstream("cart", env("CART_URL")),
  inventory: upstream("inventory", env("INVENTORY_URL")),
  order: upstream("order", env("ORDER_URL"), 10_000),
});
