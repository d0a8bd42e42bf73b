import { expect, test } from "vitest";
import { Watch } from "./watch.ts";

const every = 500;
const beat = (number: number, more: { found?: number | null; server?: string; at?: number } = {}) => ({
  number,
  at: number * every,
  found: number - 1,
  server: "a",
  ...more,
});

function watched(...beats: ReturnType<typeof beat>[]) {
  const watch = new Watch(every);
  for (const each of beats) expect(watch.answered(each)).toBeUndefined();
  return watch;
}

test("a store that answers every write has no outage", () => {
  expect(watched(beat(1), beat(2), beat(3)).awaySince).toBeUndefined();
});

test("one write that fails is no outage", () => {
  const watch = watched(beat(1));
  watch.failed("timed out");
  expect(watch.awaySince).toBeUndefined();
  expect(watch.answered(beat(2, { at: 1500 }))).toBeUndefined();
});

test("an outage lasts from the last write that was answered to the next one", () => {
  const watch = watched(beat(1), beat(2));
  watch.failed("connection refused");
  watch.failed("timed out");
  expect(watch.awaySince).toBe(1000);
  expect(watch.answered(beat(3, { at: 4200 }))).toEqual({
    from: 1000,
    to: 4200,
    before: "a",
    after: "a",
    lostMs: 0,
    why: "connection refused",
  });
  expect(watch.awaySince).toBeUndefined();
});

test("another server that takes over between two writes is told", () => {
  const outage = watched(beat(1)).answered(beat(2, { server: "b" }));
  expect(outage).toMatchObject({ before: "a", after: "b", lostMs: 0 });
});

test("what the new server never heard of is lost", () => {
  const watch = watched(beat(1), beat(2), beat(3));
  watch.failed("closed");
  watch.failed("closed");
  expect(watch.answered(beat(4, { at: 3000, found: 1, server: "b" }))).toMatchObject({ lostMs: 2 * every });
});

test("a server that comes back empty has lost everything since the first write", () => {
  expect(watched(beat(1), beat(2)).answered(beat(3, { found: null }))).toMatchObject({ lostMs: 2 * every });
});

test("what is away before it ever answered has no outage", () => {
  const watch = new Watch(every);
  watch.failed("refused");
  watch.failed("refused");
  expect(watch.awaySince).toBeUndefined();
  expect(watch.why).toBe("refused");
  expect(watch.answered(beat(1, { found: null }))).toBeUndefined();
});
