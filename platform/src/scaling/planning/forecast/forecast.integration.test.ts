import { afterAll, beforeAll, expect, test } from "vitest";
import { type Fixture, now } from "#telemetry/query/fixture.ts";
import * as api from "../../api.ts";
import { cart, pictureOf } from "../../fixture.ts";
import { Filler, openPlanning } from "../fixture.ts";

const minute = 60_000;
const hour = 60 * minute;
let fixture: Fixture;
let filler: Filler;
let ahead = 0;
beforeAll(async () => {
  fixture = await openPlanning(pictureOf(), () => ahead);
  filler = new Filler(fixture);
}, 60_000);
afterAll(() => fixture.close());

const asked = () => fixture.call(api.forecastLoad, { ...cart, hours: 3, withinMinutes: 30 });

/** Ten requests a second from 10 to 18 h UTC, one at other times; told once in five minutes. */
const requestsOf = (from: number, to: number) =>
  Array.from({ length: (to - from) / (5 * minute) }, (_, i) => {
    const at = from + i * 5 * minute;
    const ofDay = new Date(at).getUTCHours();
    return [at, 300 * (ofDay >= 10 && ofDay < 18 ? 10 : 1)] as const;
  });

test("without any requests nothing is expected", async () => {
  expect(await asked()).toMatchObject({ days: 0, enoughAt: null, forecast: null, expected: null });
});

test("after a day it is known when there will be enough, and the last hour is what is expected", async () => {
  ahead += 5 * minute;
  await filler.requests("cart", requestsOf(now - 24 * hour, now));
  const found = await asked();
  expect(found.days).toBeCloseTo(1, 1);
  expect(found).toMatchObject({ forecast: null, enoughAt: now + 48 * hour, expected: 1 });
});

test("after days of office hours it is told half an hour before ten that they begin", async () => {
  ahead += 5 * minute;
  await filler.requests("cart", requestsOf(now - 5 * 24 * hour, now - 24 * hour));
  await filler.requests("cart", requestsOf(now, now + 10 * minute));
  const { forecast, expected, history } = await asked();
  expect(forecast).toMatchObject({ pattern: "daily" });
  expect(forecast?.times[0]).toBe(now + 10 * minute);
  expect(forecast?.rate.slice(0, 6).map((rate) => Math.round(rate ?? 0))).toEqual([1, 1, 1, 1, 10, 10]);
  expect(history.rate.at(-1)).toBe(1);
  expect(expected).toBeCloseTo(10, 6);
});
