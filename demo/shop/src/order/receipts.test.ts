import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type Receipt, receipts } from "./receipts.ts";
import { kept } from "./releases/4.2.0/kept.ts";

let folder: string;
const cart = { id: "c-1", lines: [{ productId: 4, unitPrice: 12_000, quantity: 1 }], total: 12_000 };
const receipt: Receipt = { orderId: "o-1", userId: "u0001", language: "ko", cart };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-receipts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
});

test("a receipt is in the spool until its order has been dealt with", async () => {
  const spool = receipts(join(folder, "spool"));
  await spool.write(receipt);
  expect(await readdir(join(folder, "spool"))).toEqual(["o-1.json"]);
  await spool.clear("o-1");
  await spool.clear("o-1");
  expect(await readdir(join(folder, "spool"))).toEqual([]);
});

test("release 4.2.0 leaves it there", async () => {
  const spool = kept(receipts(folder));
  await spool.write(receipt);
  await spool.clear("o-1");
  expect(await readdir(folder)).toEqual(["o-1.json"]);
});

test("a receipt that can't be written says why", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(receipts(join(folder, "file")).write(receipt)).rejects.toMatchObject({
    code: "receipt_not_written",
    message: expect.stringMatching(/^the receipt cannot be written: E[A-Z]+: /),
  });
});
