import { expect, test } from "vitest";
import { type Day, rangeOfDay } from "./days.ts";

const now = Date.parse("2026-11-21T09:30:00Z");

test.each<[Day, string, string]>([
  ["yesterday", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"],
  ["before", "2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z"],
  ["week", "2026-11-14T00:00:00Z", "2026-11-15T00:00:00Z"],
])("%s goes from %s to %s", (day, from, to) => {
  expect(rangeOfDay(day, "utc", now)).toEqual({ from: String(Date.parse(from)), to: String(Date.parse(to)) });
});

test("the last day goes up to now", () => {
  expect(rangeOfDay("last", "utc", now)).toEqual({ from: "now-1d", to: "now" });
});
