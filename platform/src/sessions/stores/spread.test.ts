import { expect, test } from "vitest";
import { slotOf, spread } from "./spread.ts";

test.each([
  ["123456789", 12_739],
  ["foo", 12_182],
  ["", 0],
])("the slot of %j is %i, as CLUSTER KEYSLOT has it", (key, slot) => {
  expect(slotOf(key)).toBe(slot);
});

const owned = (...names: string[]) =>
  Array.from({ length: 16_384 }, (_, slot) => names[Math.floor((slot * names.length) / 16_384)]);
const ownersOf = (keys: readonly string[], owners: readonly (string | undefined)[]) =>
  keys.map((key) => owners[slotOf(key)] ?? "nobody").toSorted((a, b) => a.localeCompare(b));

test("every server has one key", () => {
  const owners = owned("a", "b", "c");
  expect(ownersOf(spread("beat", owners, []), owners)).toEqual(["a", "b", "c"]);
});

test("keys stay where another server takes over, and one more comes with a new one", () => {
  const before = spread("beat", owned("a", "b", "c"), []);
  expect(spread("beat", owned("a", "d", "c"), before)).toEqual(before);
  const more = owned("a", "d", "c", "e");
  const after = spread("beat", more, before);
  expect(ownersOf(after, more)).toEqual(["a", "c", "d", "e"]);
});

test("where nobody is known there is no key", () => {
  expect(spread("beat", [], ["beat:0"])).toEqual([]);
});
