import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadCart } from "../testing/cart.ts";
import { FunctionLocations } from "./functions.ts";

const cart = fileURLToPath(new URL("../testing/cart.ts", import.meta.url));

test("a function is found in its file by its name", () => {
  expect(new FunctionLocations().of(loadCart)).toMatchObject({ file: cart, function: "loadCart" });
});

test("a bound one is where its target is", () => {
  const bound = loadCart.bind(undefined).bind(undefined);
  expect(new FunctionLocations().of(bound)).toMatchObject({ file: cart, function: "loadCart" });
});

test("one of Node.js itself is nowhere", () => {
  expect(new FunctionLocations().of(setImmediate)).toBeUndefined();
  expect(new FunctionLocations().of(Array.prototype.map)).toBeUndefined();
});
