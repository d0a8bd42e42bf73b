import { describe, expect, it } from "vitest";
import { parseInstant, quickOf, resolveRange, shift, zoomOut } from "./range.ts";

const NOW = Date.UTC(2026, 10, 21, 9, 0, 0);
const MINUTE = 60_000;

describe("an instant can be written", () => {
  it.each([
    ["now", NOW],
    ["now-15m", NOW - 15 * MINUTE],
    ["now-7d", NOW - 7 * 1440 * MINUTE],
    [String(NOW), NOW],
    ["2026-11-21T09:00:00Z", NOW],
    ["2026-11-21 18:00+09:00", NOW],
    ["2026-11-21 09:00", NOW],
    ["2026-11-21", NOW - 540 * MINUTE],
    ["yesterday", undefined],
    ["2026-13-41", undefined],
  ])("%s", (text, time) => expect(parseInstant(text, NOW, true)).toBe(time));
});

describe("a range", () => {
  it("that is relative follows the clock", () => {
    expect(resolveRange({ from: "now-1h", to: "now" }, NOW)).toEqual({ from: NOW - 60 * MINUTE, to: NOW });
  });

  it("that ends before it starts is mended", () => {
    const { from, to } = resolveRange({ from: "now", to: "now-1h" }, NOW);
    expect(from).toBeLessThan(to);
  });

  it("is quick only when it ends now", () => {
    expect(quickOf({ from: "now-15m", to: "now" })).toBe("15m");
    expect(quickOf({ from: "now-15m", to: "now-5m" })).toBeUndefined();
  });

  it("moves by half its length and not into the future", () => {
    const span = { from: NOW - 10 * MINUTE, to: NOW };
    expect(shift(span, -1, NOW)).toEqual({ from: String(NOW - 15 * MINUTE), to: String(NOW - 5 * MINUTE) });
    expect(shift(span, 1, NOW)).toEqual({ from: String(span.from), to: String(NOW) });
  });

  it("zooms out to twice its length", () => {
    const { from, to } = zoomOut({ from: NOW - 60 * MINUTE, to: NOW - 50 * MINUTE }, NOW);
    expect(Number(to) - Number(from)).toBe(20 * MINUTE);
  });
});
