import type { Receipts } from "../../receipts.ts";

/** The accountant comes for them at the end of the month. */
export const kept = (receipts: Receipts): Receipts => ({
  ...receipts,
  clear: () => Promise.resolve(),
});
