import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectDatabase } from "../chassis/database.ts";
import { env } from "../chassis/env.ts";
import { upstream } from "../chassis/upstream.ts";
import { outbox } from "./outbox.ts";
import type { Surroundings } from "./place.ts";
import { receipts } from "./receipts.ts";

/** What the service works with, as its environment says. */
export function surroundings(): Surroundings {
  const database = connectDatabase();
  return {
    database,
    cart: upstream("cart", env("CART_URL")),
    inventory: upstream("inventory", env("INVENTORY_URL")),
    payment: upstream("payment", env("PAYMENT_URL")),
    receipts: receipts(env("SPOOL_DIR", join(tmpdir(), `order-spool-${process.pid}`))),
    outbox: outbox(database, upstream("notification", env("NOTIFICATION_URL"))),
  };
}
