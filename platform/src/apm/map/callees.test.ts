import { expect, test } from "vitest";
import { calleesOf, nameOfCall } from "./callees.ts";

/** `caller>peer>callee`; without a client span of its own: `caller>>callee` */
const answered = (text: string) => {
  const [caller = "", peer = "", callee = ""] = text.split(">");
  return { caller, byClient: peer !== "", peer, callee };
};

test.each([
  ["nobody was seen there", [], ["web"], "web", "api.example.com:443", "api.example.com:443"],
  ["one was seen to answer", ["web>10.0.0.7:80>cart"], [], "web", "10.0.0.7:80", "cart"],
  ["one was seen to answer another caller", ["order>10.0.0.7:80>cart"], [], "web", "10.0.0.7:80", "cart"],
  [
    "others get another answer there",
    ["web>gateway:80>cart", "order>gateway:80>stock"],
    [],
    "web",
    "gateway:80",
    "cart",
  ],
  [
    "several answer: a gateway",
    ["web>gateway:80>cart", "web>gateway:80>stock"],
    ["cart", "stock"],
    "web",
    "gateway:80",
    "gateway:80",
  ],
  ["its name says it", [], ["cart"], "web", "cart.shop.svc.cluster.local:8080", "cart"],
  ["its name is that of one that was seen elsewhere", ["a>10.0.0.7:80>cart"], [], "web", "cart:8080", "cart"],
  ["the caller told no address", ["web>>cart"], [], "web", "", ""],
])("where %s", (_, seen, services, service, address, expected) => {
  const calleeOf = calleesOf(seen.map(answered), services);
  expect(nameOfCall({ service, address, name: address }, calleeOf)).toBe(expected);
});

test("words of the protocol stay", () => {
  const calleeOf = calleesOf([answered("web>10.0.0.7:80>cart")], []);
  expect(
    nameOfCall({ service: "web", address: "10.0.0.7:80", name: "shop.Cart 10.0.0.7:80" }, calleeOf),
  ).toBe("shop.Cart cart");
});
