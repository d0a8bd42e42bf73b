import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  string,
  tuple,
  uniqueArray,
} from "fast-check";
import { expect, test } from "vitest";
import { SortedSet } from "./sorted-set.ts";

/** The same by sorting everything, every time. */
class Naive {
  readonly scores = new Map<string, number>();

  sorted(): [member: string, score: number][] {
    return [...this.scores].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  }
}

function forwards(set: SortedSet): [string, number][] {
  const nodes: [string, number][] = [];
  for (let node = set.first; node; node = node.next[0]) nodes.push([node.member, node.score]);
  return nodes;
}

function backwards(set: SortedSet): [string, number][] {
  const nodes: [string, number][] = [];
  for (let node = set.last; node; node = node.back) nodes.push([node.member, node.score]);
  return nodes;
}

function compare(set: SortedSet, naive: Naive, bound: number, exclusive: boolean): void {
  const sorted = naive.sorted();
  expect(forwards(set)).toEqual(sorted);
  expect(backwards(set)).toEqual(sorted.toReversed());
  sorted.forEach(([member], rank) => {
    expect(set.rank(member)).toBe(rank);
    expect(set.at(rank)?.member).toBe(member);
  });
  expect(set.at(sorted.length)).toBeUndefined();
  expect(set.at(-1)).toBeUndefined();
  const below = sorted.filter(([, score]) => score < bound || (exclusive && score === bound)).length;
  const upto = sorted.filter(([, score]) => score < bound || (!exclusive && score === bound)).length;
  expect(set.belowScore({ value: bound, exclusive })).toBe(below);
  expect(set.uptoScore({ value: bound, exclusive })).toBe(upto);
}

test("whatever is added, changed and removed, it is what sorting gives", () => {
  const member = integer({ min: 0, max: 30 }).map((n) => `m${n}`);
  const score = constantFrom(-Infinity, -2.5, -1, 0, 0, 1, 1.5, 2, Infinity);
  const step = tuple(boolean(), member, score);
  assert(
    property(array(step, { maxLength: 120 }), score, boolean(), (steps, bound, exclusive) => {
      const [set, naive] = [new SortedSet(), new Naive()];
      for (const [add, name, value] of steps) {
        if (add) expect(set.set(name, value)).toBe(!naive.scores.has(name));
        else expect(set.delete(name)).toBe(naive.scores.has(name));
        if (add) naive.scores.set(name, value);
        else naive.scores.delete(name);
      }
      compare(set, naive, bound, exclusive);
    }),
  );
});

test("members of equal scores are ranged by bytes", () => {
  assert(
    property(
      uniqueArray(string({ maxLength: 3 })),
      string({ maxLength: 3 }),
      boolean(),
      (names, value, exclusive) => {
        const set = new SortedSet();
        for (const name of names) set.set(name, 0);
        expect(set.belowMember({ value, exclusive })).toBe(
          names.filter((name) => name < value || (exclusive && name === value)).length,
        );
        expect(set.uptoMember({ value, exclusive })).toBe(
          names.filter((name) => name < value || (!exclusive && name === value)).length,
        );
      },
    ),
  );
});

test("members are found by rank without walking all of them", () => {
  const set = new SortedSet();
  const size = 20_000;
  for (let i = 0; i < size; i++) set.set(`m${i}`, (i * 7919) % 20_011);
  const ranks = Array.from({ length: size }, (_, rank) => rank);
  const begun = performance.now();
  expect(ranks.filter((rank) => set.rank(set.at(rank)!.member) !== rank)).toEqual([]);
  // Walking takes 200 million steps.
  expect(performance.now() - begun).toBeLessThan(1000);
});
