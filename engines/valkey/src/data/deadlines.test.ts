import { array, assert, integer, nat, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { Deadlines } from "./deadlines.ts";
import type { Entry } from "./entry.ts";

const entryOf = (key: string): Entry => ({
  key,
  value: "",
  expiresAt: 0,
  bucket: -1,
  bucketPlace: 0,
  volatilePlace: -1,
  used: 0,
  counted: 0,
  rewrite: 0,
});

test("at any time what has expired is found, and nothing else, whatever was put off or taken back", () => {
  const step = tuple(nat(7), integer({ min: -1, max: 3000 }), nat(400));
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      let now = 1000;
      const deadlines = new Deadlines(now);
      const entries = Array.from({ length: 8 }, (_, i) => entryOf(String(i)));
      const expected = new Map<string, number>();
      const collect = () => {
        deadlines.due(now, 1000, (entry) => {
          expect(expected.get(entry.key)).toBeLessThanOrEqual(now);
          expected.delete(entry.key);
          deadlines.clear(entry);
        });
        // What lies in the bucket of this moment may still wait for its end.
        for (const at of expected.values()) expect(at).toBeGreaterThanOrEqual(Math.floor(now / 100) * 100);
      };
      for (const [which, ms, passes] of steps) {
        const entry = entries[which]!;
        if (ms < 0) {
          deadlines.clear(entry);
          expected.delete(entry.key);
        } else {
          deadlines.set(entry, now + ms);
          expected.set(entry.key, now + ms);
        }
        expect(deadlines.size).toBe(expected.size);
        now += passes;
        collect();
      }
      now += 10_000;
      collect();
      expect(expected.size).toBe(0);
    }),
  );
});

test("no more is looked at than asked for", () => {
  const deadlines = new Deadlines(0);
  for (let i = 0; i < 100; i++) deadlines.set(entryOf(String(i)), 50);
  let expired = 0;
  const expire = (entry: Entry) => {
    expired++;
    deadlines.clear(entry);
  };
  expect(deadlines.due(1000, 30, expire)).toBe(true);
  expect(expired).toBe(30);
  expect(deadlines.due(1000, 1000, expire)).toBe(false);
  expect(expired).toBe(100);
});
