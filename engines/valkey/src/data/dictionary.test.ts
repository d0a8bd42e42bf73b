import { array, assert, boolean, integer, nat, property, tuple, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { Dictionary, Hash, StringSet } from "./dictionary.ts";

test("a walk finds everybody who was there all the time, whatever comes and goes meanwhile", () => {
  const name = integer({ min: 0, max: 60 }).map(String);
  const change = tuple(boolean(), name);
  const step = tuple(integer({ min: 1, max: 9 }), array(change, { maxLength: 6 }));
  assert(
    property(uniqueArray(name, { maxLength: 60 }), array(step, { minLength: 1 }), (names, steps) => {
      const set = new StringSet();
      for (const each of names) set.add(each);
      const steady = new Set(names);
      const seen = new Set<string>();
      let cursor = 0;
      for (let turn = 0; ; turn++) {
        const [count, changes] = steps[turn % steps.length]!;
        cursor = set.walk(cursor, count, (each) => seen.add(each));
        if (cursor === 0) break;
        for (const [add, each] of changes) {
          if (add) set.add(each);
          else if (set.delete(each)) steady.delete(each);
        }
      }
      expect([...steady].filter((each) => !seen.has(each))).toEqual([]);
    }),
  );
});

test("it holds what a Map holds", () => {
  const step = tuple(boolean(), integer({ min: 0, max: 20 }).map(String), nat(9));
  assert(
    property(array(step, { maxLength: 80 }), (steps) => {
      const [dictionary, map] = [new Dictionary<number>(), new Map<string, number>()];
      for (const [add, name, value] of steps) {
        if (add) {
          expect(dictionary.set(name, value)).toBe(!map.has(name));
          map.set(name, value);
        } else expect(dictionary.delete(name)).toBe(map.delete(name));
      }
      expect(dictionary.size).toBe(map.size);
      const pairs = dictionary
        .names()
        .map((name, place): [string, number] => [name, dictionary.valueAt(place)]);
      expect(new Map(pairs)).toEqual(map);
      for (const [name, value] of map) expect(dictionary.get(name)).toBe(value);
    }),
  );
});

test("the bytes of a hash are those of what is in it", () => {
  const hash = new Hash();
  hash.set("field", "value");
  const one = hash.bytes;
  hash.set("field", "longer value");
  expect(hash.bytes).toBe(one + 7);
  hash.set("other", "x");
  hash.delete("field");
  hash.delete("other");
  expect(hash.bytes).toBe(0);
});
