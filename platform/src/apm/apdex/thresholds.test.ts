import { expect, test } from "vitest";
import { readThresholds, writeThresholds } from "./thresholds.ts";

test.each<[string, string, Record<string, number>]>([
  ["nothing", "", {}],
  ["services with milliseconds", 'cart: 300\n"shop/order": 2000\n', { cart: 300, "shop/order": 2000 }],
  ["all services together", '"": 800', { "": 800 }],
  ["what is no time is left out", "cart: soon\norder: 0\nstock: -5\npay: 250", { pay: 250 }],
  ["no map at all", "- cart", {}],
  ["no YAML at all", "cart: [", {}],
])("of %s are read %j", (_, text, expected) => {
  expect(readThresholds(text)).toEqual(expected);
});

test("what was written is read again", () => {
  const thresholds = { "": 800, "a: b": 1, cart: 300 };
  expect(readThresholds(writeThresholds(thresholds))).toEqual(thresholds);
});
