import { expect, test } from "vitest";
import { filterOf } from "./filter.ts";
import { placeOf, placeOfQueue, placeOfService } from "./peers.ts";

const cart = placeOfService("cart");
const catalog = placeOfService("catalog");
const bank = placeOf({ category: "http", system: "", peer: "bank:443", target: "" });
const orders = placeOfQueue("kafka", "orders");

test.each([
  [
    "http",
    cart,
    bank,
    ["bank:443", "bank:80"],
    "service=cart kind=client (server.address=bank OR net.peer.name=bank OR peer.service=bank)",
  ],
  ["other", cart, bank, [], "service=cart kind=client"],
  [
    "messaging",
    cart,
    orders,
    ["broker:9092"],
    "service=cart kind=producer messaging.destination.name=orders",
  ],
  ["messaging", orders, cart, [], "service=cart kind=consumer messaging.destination.name=orders"],
  ["spans", cart, catalog, [], "service=catalog"],
] as const)(
  "%s calls from %o to %o at %j are found by their spans",
  (category, from, to, peers, expected) => {
    expect(filterOf(category, from, to, peers)).toBe(expected);
  },
);
