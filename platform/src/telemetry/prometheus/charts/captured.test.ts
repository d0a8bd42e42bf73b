import { expect, test } from "vitest";
import { captured } from "./captured.ts";

const pods = ["cart-7d4b-x1", "cart-7d4b-x2", "order-1", "Order-2"];

test.each<[string, string[]]>([
  ["", pods],
  ["/cart/", ["cart-7d4b-x1", "cart-7d4b-x2"]],
  ["/order/i", ["order-1", "Order-2"]],
  ["/^([a-z]+)-/", ["cart", "order"]],
  ["/-(?<text>.)(?<value>.*)$/", ["1", "2"].map((end) => `d4b-x${end}`)],
  ["order-.", ["order-1"]],
  ["order", []],
  ["/x(9)?/", []],
])("of the pods, %s gives %j", (pattern, expected) => expect(captured(pods, pattern)).toEqual(expected));

test.each(["/(/", "/(?=a)/"])("%s is refused", (pattern) => {
  expect(() => captured(pods, pattern)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
});
