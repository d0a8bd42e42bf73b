import { expect, test } from "vitest";
import { Affinity } from "./affinity.ts";

const [a, b, c] = ["a", "b", "c"].map((host) => ({ host, port: 80 })) as [Address, Address, Address];
type Address = { host: string; port: number };
const hosts = (order: Iterable<Address>) => [...order].map(({ host }) => host).join("");

test("a client is led to the endpoint that it knows, as long as that is there and not forgotten", () => {
  const affinity = new Affinity();
  expect(hosts(affinity.order("me", [a, b, c], 0))).toBe("abc");
  affinity.keep("me", b, 10, 0);
  expect(hosts(affinity.order("me", [a, b, c], 9_999))).toBe("bac");
  expect(hosts(affinity.order("you", [a, b, c], 9_999))).toBe("abc");
  expect(hosts(affinity.order("me", [a, c], 9_999))).toBe("ac");
  expect(hosts(affinity.order("me", [a, b, c], 10_000))).toBe("abc");
});

test("no more clients are remembered than there is room for, the last ones", () => {
  const affinity = new Affinity();
  for (let i = 0; i <= 10_000; i++) affinity.keep(`client-${i}`, b, 10, 0);
  expect(hosts(affinity.order("client-0", [a, b], 0))).toBe("ab");
  expect(hosts(affinity.order("client-1", [a, b], 0))).toBe("ba");
  affinity.keep("late", b, 10, 20_000);
  expect(hosts(affinity.order("client-10000", [a, b], 0))).toBe("ab");
});
