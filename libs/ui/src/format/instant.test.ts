import { describe, expect, it } from "vitest";
import { formatInstant, formatTick, millisOfNano, zoneName } from "./instant.ts";

const NANO = "1795251661123456789";
const MILLIS = 1795251661123;

describe("a moment keeps every digit that was sent", () => {
  it.each([
    ["minute", "2026-11-21 09:01"],
    ["second", "2026-11-21 09:01:01"],
    ["milli", "2026-11-21 09:01:01.123"],
    ["nano", "2026-11-21 09:01:01.123456789"],
    ["day", "2026-11-21"],
  ] as const)("to the %s", (precision, text) => expect(formatInstant(NANO, "utc", precision)).toBe(text));

  it("milliseconds are accepted too", () => {
    expect(formatInstant(MILLIS, "utc", "milli", "clock")).toBe("09:01:01.123");
    expect(millisOfNano(NANO)).toBe(MILLIS);
  });
});

describe("ticks", () => {
  const minute = 60_000;
  it("show seconds on a short axis", () => expect(formatTick(MILLIS, 5 * minute, "utc")).toBe("09:01:01"));
  it("show the clock within a day", () => expect(formatTick(MILLIS, 90 * minute, "utc")).toBe("09:01"));
  it("show the date over days", () =>
    expect(formatTick(MILLIS, 7 * 1440 * minute, "utc")).toBe("11-21 09:01"));
  it("show the date at midnight", () =>
    expect(formatTick(1795219200000, 1440 * minute, "utc")).toBe("11-21"));
});

it("UTC is called so", () => expect(zoneName("utc")).toBe("UTC"));
