import { describe, expect, it } from "vitest";
import { matching, traceIdIn } from "./entries.ts";

const ID = "4bf92f3577b34da6a3ce929d0e0e4736";

describe("a trace ID is recognised as people paste it", () => {
  it.each([
    [ID, ID],
    [ID.toUpperCase(), ID],
    [`00-${ID}-00f067aa0ba902b7-01`, ID],
    ["4bf92f35-77b3-4da6-a3ce-929d0e0e4736", ID],
    [` ${ID}\n`, ID],
    ["cart", undefined],
    [ID.slice(1), undefined],
  ])("%j", (text, id) => expect(traceIdIn(text)).toBe(id));
});

it("what begins with the words comes first", () => {
  const entries = ["shop-cart", "cart", "payment"].map((title) => ({ id: title, group: "", title, to: "/" }));
  expect(matching(entries, "cart").map((entry) => entry.title)).toEqual(["cart", "shop-cart"]);
});
