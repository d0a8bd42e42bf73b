import { expect, test } from "vitest";
import { type CallRow, Calls } from "../scene/calls.ts";
import { failuresOf } from "./failures.ts";

const failing = (failures: readonly string[]) =>
  failuresOf(
    Calls.fromRows(
      failures.map((failure, index): CallRow => ({
        trace: String(index),
        span: String(index),
        parent: "",
        service: "order",
        pod: "order-0",
        name: "POST",
        kind: 3,
        isFailed: true,
        start: index,
        duration: 1,
        statement: "",
        peer: "10.0.0.1:80",
        failure,
      })),
    ),
  ).map(({ rows }) => rows.length);

test.each([
  [
    "reads, writes and connects that are reset are one failure",
    ["read ECONNRESET", "write ECONNRESET", "connect ECONNRESET 10.0.0.1:80"],
    [3],
  ],
  ["statuses are different failures", ["402 402", "503 503", "503 503"], [1, 2]],
  ["what differs in numbers only is one failure", ["no answer within 40 ms", "no answer within 41 ms"], [2]],
  ["other words are another failure", ["no answer", "no route"], [1, 1]],
])("%s", (_, failures, counts) => {
  expect(failing(failures)).toEqual(counts);
});
