import { describe, expect, test } from "vitest";
import { begin, fault, shop, window } from "../fixture.ts";
import type { LineRow } from "../scene/lines.ts";
import { signalsOf } from "../signals/signals.ts";
import { logPatterns } from "./log-patterns.ts";

const every = (ms: number, from: number, row: Partial<LineRow>): LineRow[] =>
  Array.from({ length: Math.floor((window.to - from) / ms) }, (_, i) => ({
    at: from + i * ms,
    service: "cart",
    pod: "cart-0",
    severity: 17,
    trace: "",
    span: "",
    body: "",
    code: "",
    ...row,
  }));

const found = (lines: readonly LineRow[], rate: (at: number) => number = () => 1) => {
  const scene = shop({ lines, rate });
  return logPatterns(scene, signalsOf(scene))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
};

const refused = (user: string) =>
  every(5000, fault, {
    service: "database",
    body: `FATAL: password authentication failed for user "${user}"`,
    severity: 0,
  });

describe("lines that tell of trouble", () => {
  test("an error that nobody wrote before is told, from when it began", () => {
    const [first] = found(
      every(5000, fault, { body: "order 4711 could not be stored: no space left on device" }),
    );
    expect(first).toMatchObject({ service: "cart", kind: "disk-full" });
    expect(Math.abs((first?.at ?? 0) - fault)).toBeLessThan(20_000);
  });

  test("a line of one service that names another speaks of that one", () => {
    const lines = every(5000, fault, {
      service: "database",
      body: 'FATAL: password authentication failed for user "catalog"',
      severity: 0,
    });
    expect(found(lines)[0]).toMatchObject({
      service: "catalog",
      kind: "secret-change",
      victims: ["database"],
    });
  });

  test("lines that differ in whom they name speak of different troubles", () => {
    const services = found([...refused("catalog"), ...refused("cart")]).map(({ service }) => service);
    expect(services.toSorted()).toEqual(["cart", "catalog"]);
  });

  test.each([
    ["an error as frequent as ever", every(10_000, begin, { body: "card declined" })],
    ["warnings are common", every(60_000, fault, { body: "slow answer", severity: 13 })],
    ["information", every(1000, fault, { body: "something new", severity: 9 })],
  ])("%s is none", (_, lines) => {
    expect(found(lines).filter(({ score }) => score > 5)).toEqual([]);
  });
});
