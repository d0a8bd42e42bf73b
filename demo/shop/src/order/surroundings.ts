import { connectDatabase } from "../chassis/database.ts";
import { env } from "../chassis/env.ts";
import { upstream } from "../chassis/upstream.ts";
import { outbox } from "./outbox.ts";
import type { Surroundings } from "./place.ts";

/** What the service works with, as its environment says. */
export function surroundings(): Surroundings {
  const database = connectDatabase();
  return {
    database,
    cart: upstream("cart", env("CART_URL")),
    inventory: upstream("inventory", env("INVENTORY_URL")),
    payment: upstream("payment", env("PAYMENT_URL")),
    outbox: outbox(database, upstream("notification", env("NOTIFICATION_URL"))),
  };
}
