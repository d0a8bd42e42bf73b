import { faultNamed, faults, herrings } from "@naru/shop/chaos";
import { expect, test } from "vitest";
import { described, listed, started, status, usage } from "./chaos-text.ts";

test("the list has a line for each fault and each herring", () => {
  const lines = listed().split("\n");
  for (const { name, summary } of [...faults, ...herrings]) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(summary))).toHaveLength(1);
  }
});

test("help says what a fault does, what one sees, how it ends and what is right", () => {
  expect(described(faultNamed("wrong-timeout"))).toBe(`wrong-timeout

What it does:  payment gives the card network 40 ms instead of 1500: CARD_NETWORK_TIMEOUT_MS=40
What one sees: most payments fail with 504 after two tries; the card network is as quick as ever
How it ends:   payment is rolled back
Right answer:  config-change or release of payment
`);
  expect(described(faultNamed("quiet"))).toMatch(/Right answer: {2}nothing is wrong/);
});

const record = {
  fault: "bad-image",
  startedAt: "2026-11-29T20:00:00.000Z",
  stoppedAt: null,
  expected: null,
  herrings: [{ herring: "harmless-release", service: "inventory" }],
};

test("whoever starts a fault is told when to look, what else was done and how it is undone", () => {
  const told = started(faultNamed("bad-image"), record);
  expect(told).toMatch(/^Started: bad-image: /);
  expect(told).toMatch(/within 60 s: .*ImagePullBackOff/);
  expect(told).toMatch(/^Also: harmless-release of inventory$/m);
  expect(told).toMatch(/^Undo it: \.\/naru chaos stop$/m);
});

test("the status names the fault with its beginning, or says that there is none", () => {
  expect(status(record)).toMatch(
    /^bad-image, with harmless-release of inventory, since 2026-11-29T20:00:00\.000Z\n/,
  );
  expect(status(undefined)).toBe("Nothing runs.\n");
});

test("usage names every command", () => {
  for (const command of ["list", "start NAME", "stop", "status", "--help", "--data"]) {
    expect(usage).toContain(command);
  }
});
