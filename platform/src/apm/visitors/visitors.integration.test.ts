import { afterAll, beforeAll, expect, test } from "vitest";
import { at, attributes, type Fixture, now, openFixture } from "#telemetry/query/fixture.ts";
import { activeVisitors, dailyVisitors } from "../api.ts";
import { apm } from "../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
});
afterAll(() => fixture.close());

const dayMs = 86_400_000;
const visit = (ago: number, session: string, user: string, service = "front") => ({
  start_time: at(-ago),
  service,
  inner: 0,
  ...attributes({ "session.id": session, "user.id": user }),
});

test("active are the distinct sessions and users of the five minutes before, moving every five seconds", async () => {
  await fixture.insert("spans", [
    visit(8 * 60_000, "s1", ""),
    visit(4 * 60_000, "s2", "ann"),
    visit(3 * 60_000, "s2", "ann"),
    visit(60_000, "s3", "ann", "order"),
    visit(1000, "s4", "bob"),
    visit(dayMs + 60_000, "y1", "eve"),
    visit(7 * dayMs + 60_000, "w1", ""),
    visit(7 * dayMs + 61_000, "w2", ""),
  ]);
  const active = await fixture.call(activeVisitors, { from: "now-10m" });
  expect(active.now).toEqual({ sessions: 3, users: 2 });
  const at = (ago: number, line: readonly number[]) =>
    line[active.times.findLastIndex((time) => time + active.stepSeconds * 1000 <= now - ago)];
  expect([at(9 * 60_000, active.sessions), at(7 * 60_000, active.sessions)]).toEqual([0, 1]);
  expect(at(3.5 * 60_000, active.sessions)).toBe(2);
  expect(at(2 * 60_000, active.sessions)).toBe(1);
  expect(at(0, active.users)).toBe(2);
  expect(active.dayBefore.users.at(-1)).toBe(1);
  expect(active.weekBefore.sessions.at(-1)).toBe(2);
  expect((await fixture.call(activeVisitors, { service: "order" })).now).toEqual({ sessions: 1, users: 1 });
});

test("a day begins where its people are, and a day without visitors is there", async () => {
  await fixture.insert("spans", [visit(3 * dayMs, "d1", "dan")]);
  const { days } = await fixture.call(dailyVisitors, { days: 5, timeZone: "Asia/Seoul" });
  expect(days.map(({ day, users }) => [day, users])).toEqual([
    ["2026-11-17", 0],
    ["2026-11-18", 1],
    ["2026-11-19", 0],
    ["2026-11-20", 1],
    ["2026-11-21", 2],
  ]);
  await expect(fixture.call(dailyVisitors, { timeZone: "Seoul" })).rejects.toThrow("is no time zone");
});
