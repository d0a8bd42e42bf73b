import { expect, test } from "vitest";
import { parseSchedule } from "./cron-schedule.ts";

const at = (text: string) => Date.parse(text);
const told = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);

test.each<[string, string, string, string | undefined, string | undefined]>([
  ["* * * * *", "UTC", "2026-03-01T10:00:30Z", "2026-03-01T10:01", "2026-03-01T10:00"],
  ["*/15 * * * *", "UTC", "2026-03-01T10:50:00Z", "2026-03-01T11:00", "2026-03-01T10:45"],
  ["5/20 * * * *", "UTC", "2026-03-01T10:06:00Z", "2026-03-01T10:25", "2026-03-01T10:05"],
  ["0 9 * * mon-fri", "UTC", "2026-03-06T10:00:00Z", "2026-03-09T09:00", "2026-03-06T09:00"],
  ["0 0 13 * 5", "UTC", "2026-03-10T00:00:00Z", "2026-03-13T00:00", "2026-03-06T00:00"],
  ["0 0 29 feb *", "UTC", "2026-03-01T00:00:00Z", "2028-02-29T00:00", "2024-02-29T00:00"],
  ["0 0 30 2 *", "UTC", "2026-03-01T00:00:00Z", undefined, undefined],
  ["@daily", "Asia/Seoul", "2026-03-01T00:00:00Z", "2026-03-01T15:00", "2026-02-28T15:00"],
  ["30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30", "2026-03-28T01:30"],
  ["TZ=Asia/Seoul 0 9 * * *", "UTC", "2026-03-01T00:30:00Z", "2026-03-02T00:00", "2026-03-01T00:00"],
  ["@every 90m", "UTC", "1970-01-01T01:00:00Z", "1970-01-01T01:30", "1970-01-01T00:00"],
])("%s in %s, from %s, is next %s and was last %s", (schedule, zone, from, next, previous) => {
  const parsed = parseSchedule(schedule, zone);
  expect([told(parsed.next(at(from))), told(parsed.previous(at(from)))]).toEqual([next, previous]);
});

test("a time itself is the last one until itself, and not the first one after", () => {
  const hourly = parseSchedule("@hourly");
  const ten = at("2026-03-01T10:00:00Z");
  expect([hourly.previous(ten), hourly.next(ten)]).toEqual([ten, ten + 3_600_000]);
});
