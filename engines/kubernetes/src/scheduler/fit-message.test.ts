import { expect, test } from "vitest";
import { fitMessage, preemptionMessage } from "./fit-message.ts";

const small = { reasons: ["Insufficient cpu"], isResolvable: true };
const tainted = { reasons: ["node(s) had untolerated taint {team: a}"], isResolvable: false };

test("what stands against the nodes is counted", () => {
  expect(fitMessage([small, tainted, small])).toBe(
    "0/3 nodes are available: 1 node(s) had untolerated taint {team: a}, 2 Insufficient cpu.",
  );
});

test("why preemption does not help stands behind it", () => {
  const refusals = [small, tainted];
  expect(fitMessage(refusals, preemptionMessage(refusals))).toBe(
    "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {team: a}. " +
      "preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, " +
      "1 Preemption is not helpful for scheduling.",
  );
});

test("without nodes there is nothing to count", () => {
  expect(fitMessage([])).toBe("no nodes available to schedule pods");
});
