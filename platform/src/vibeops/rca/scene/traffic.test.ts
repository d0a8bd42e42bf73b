import { expect, test } from "vitest";
import { type CallRow, Calls } from "./calls.ts";
import { isServing, trafficTo } from "./traffic.ts";

/** A call of front's to a peer. */
const call = (start: number, peer: string, failure = ""): CallRow => ({
  trace: `trace-${start}-${peer}`,
  span: "a",
  parent: "",
  service: "front",
  pod: "front-0",
  name: "GET",
  kind: 3,
  isFailed: failure !== "",
  start,
  duration: 1,
  statement: "",
  peer,
  failure,
});
const answer = (to: CallRow): CallRow => ({
  ...to,
  span: "b",
  parent: "a",
  service: "cart",
  kind: 2,
  peer: "",
});
const refused = "connect ECONNREFUSED";
const failed = call(30, "cart:80", "500");

test.each<[what: string, rows: CallRow[], expected: object]>([
  ["nothing", [call(1, "order:80")], { calls: 0, lost: 0, answeredAt: undefined, lostAt: undefined }],
  ["calls that are answered", [call(1, "cart:80"), call(2, "cart:80")], { calls: 2, answeredAt: 2, lost: 0 }],
  [
    "calls that nobody takes any more",
    [call(1, "cart:80"), call(2, "cart:80", refused), call(3, "cart:80", refused)],
    { answeredAt: 1, lost: 2, lostAt: 2 },
  ],
  ["a call that came through and failed there", [failed, answer(failed)], { answeredAt: 30, lost: 0 }],
  [
    "calls by every name and by its address",
    ["cart:80", "cart.shop:80", "cart.shop.svc:80", "cart.shop.svc.cluster.local:80", "10.0.0.3:80"].map(
      (peer, at) => call(at, peer, refused),
    ),
    { calls: 5, lost: 5, lostAt: 0 },
  ],
  [
    "calls under one name after which another was answered",
    [call(1, "cart:80", refused), call(2, "cart.shop:80")],
    { answeredAt: 2, lost: 0, lostAt: undefined },
  ],
  ["the same name in another namespace", [call(1, "cart.other:80", refused)], { calls: 0 }],
])("%s", (_, rows, expected) => {
  const scene = { calls: Calls.fromRows(rows), hosts: new Map([["10.0.0.3", "cart"]]) };
  expect(trafficTo(scene, { namespace: "shop", name: "cart" })).toMatchObject(expected);
});

test("who gets work or begins it is serving", () => {
  const scene = { calls: Calls.fromRows([failed, answer(failed)]) };
  expect(["front", "cart", "order"].map((service) => isServing(scene, service))).toEqual([true, true, false]);
});
