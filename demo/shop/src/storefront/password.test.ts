import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

test("only the right password opens an account", async () => {
  const hash = await hashPassword("naru-demo");
  expect(await verifyPassword("naru-demo", hash)).toBe(true);
  expect(await verifyPassword("naru-dem0", hash)).toBe(false);
});

test("the same password is never stored twice alike", async () => {
  expect(await hashPassword("naru-demo")).not.toBe(await hashPassword("naru-demo"));
});
