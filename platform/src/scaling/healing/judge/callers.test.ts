import { expect, test } from "vitest";
import type { AnsweredRow } from "../store.ts";
import { fairly } from "./callers.ts";
import { about } from "./fixture.ts";

/** Ten requests of a caller to a pod, in both views. */
function called(caller: string, name: string, late: number): AnsweredRow[] {
  const row = {
    cluster: "",
    namespace: "shop",
    name,
    uid: "",
    service: "cart",
    operation: "GET /cart",
    caller,
    late,
    isRecent: true,
  };
  return [
    { ...row, ...about(5, 10), view: "own", endedAt: 0 },
    { ...row, ...about(late > 0 ? 400 : 6, 10), view: "waited", endedAt: 0 },
  ];
}

const viewsOf = (rows: readonly AnsweredRow[]) =>
  Object.fromEntries(fairly(rows).map(({ caller, name, view }) => [`${caller} ${name}`, view]));

test.each<[string, readonly AnsweredRow[], Readonly<Record<string, string>>]>([
  [
    "it is late with nothing",
    [...called("a", "x", 0), ...called("a", "y", 0)],
    { "a x": "waited", "a y": "waited" },
  ],
  [
    "it is late with one of two: that one is slow",
    [...called("a", "x", 8), ...called("a", "y", 0)],
    { "a x": "waited", "a y": "own" },
  ],
  [
    "it is late with whatever it calls",
    [...called("a", "x", 8), ...called("a", "y", 7)],
    { "a x": "own", "a y": "own" },
  ],
  ["it calls nothing else", called("a", "x", 8), { "a x": "waited" }],
  [
    "another caller is not late with the same pod",
    [...called("a", "x", 8), ...called("a", "y", 7), ...called("b", "x", 0)],
    { "a x": "own", "a y": "own", "b x": "waited" },
  ],
  ["nobody traced the call", called("", "x", 0), { " x": "waited" }],
])("whose word counts where %s", (_, rows, expected) => {
  expect(viewsOf(rows)).toEqual(expected);
});
