import { expect, test } from "vitest";
import { type CallRow, Calls } from "../scene/calls.ts";
import { livesOf } from "./lives.ts";

const call = (service: string, pod: string, start: number): CallRow => ({
  trace: "t",
  span: `${pod} ${start}`,
  parent: "",
  service,
  pod,
  name: "GET /",
  kind: 2,
  isFailed: false,
  start,
  duration: 1,
  statement: "",
  peer: "",
  failure: "",
});

test("a pod lives from its first call to its last, in whatever order they were stored", () => {
  const calls = Calls.fromRows([
    call("cart", "cart-a", 30),
    call("cart", "cart-b", 20),
    call("cart", "cart-a", 10),
    call("order", "", 40),
  ]);
  expect(Object.fromEntries(livesOf(calls))).toEqual({
    cart: [
      { pod: "cart-a", first: 10, last: 30 },
      { pod: "cart-b", first: 20, last: 20 },
    ],
    order: [{ pod: "order", first: 40, last: 40 }],
  });
});
