import { expect, test } from "vitest";
import { type Request, select, shop } from "../fixture.ts";
import { signalsOf } from "../signals/signals.ts";
import { repeats } from "./repeats.ts";

const queries = (count: (index: number) => number) => (request: Request) => {
  request.queries = count(request.index);
};

test.each([
  [
    "what each request asks, and one in twenty asked before, was remembered",
    (i: number) => Number(i % 20 === 0),
    1,
    "cache-lost",
  ],
  ["what is asked twelve times, and was asked once, is asked in a loop", () => 1, 12, "n-plus-one"],
  ["what is asked twelve times, and never was, is asked in a loop", () => 0, 12, "n-plus-one"],
  ["what is asked once, and never was, is another call", () => 0, 1, undefined],
  ["what every other request asked, and each does now, is nothing", (i: number) => i % 2, 1, undefined],
])("%s", (_, before, after, kind) => {
  const scene = shop({ usual: queries(before), change: queries(() => after) });
  const found = repeats(scene, signalsOf(scene)).filter(({ subject }) => subject === select);
  expect(found.toSorted((a, b) => b.score - a.score)[0]?.kind).toBe(kind);
});
