import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cart } from "../cart/api.ts";
import { Problem } from "../chassis/problem.ts";
import type { OrderRequest } from "./api.ts";

export interface Receipt extends Pick<OrderRequest, "userId" | "language"> {
  orderId: string;
  cart: Cart;
}

/** Receipts of orders under way, in a folder. */
export interface Receipts {
  /** Before money is taken: nobody pays without a receipt. Throws a {@link Problem}. */
  write(receipt: Receipt): Promise<void>;
  /** The order has been dealt with, one way or the other. */
  clear(orderId: string): Promise<void>;
}

export function receipts(folder: string): Receipts {
  const pathOf = (orderId: string) => join(folder, `${orderId}.json`);
  return {
    async write(receipt) {
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(pathOf(receipt.orderId), JSON.stringify(receipt));
      } catch (cause) {
        const why = (cause as Error).message;
        throw new Problem(500, "receipt_not_written", `the receipt cannot be written: ${why}`, { cause });
      }
    },
    clear: (orderId) => rm(pathOf(orderId), { force: true }),
  };
}
