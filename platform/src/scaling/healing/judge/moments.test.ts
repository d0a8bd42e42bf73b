import { expect, test } from "vitest";
import type { MomentRow } from "../store.ts";
import { about } from "./fixture.ts";
import { momentsOf } from "./moments.ts";

type Asked = readonly [slice: number, pod: string, requests: number, operation?: string];

const rowOf = ([slice, pod, requests, operation = "GET /cart"]: Asked): MomentRow => ({
  pod,
  service: "cart",
  operation,
  slice,
  ...about(20, requests),
});

/** How much was asked of `a` and of the others, moment by moment. */
const asked = (rows: readonly Asked[]) =>
  momentsOf(rows.map(rowOf), "a").map(({ own, others }) => [own.requests, others.requests]);

test.each<[string, readonly Asked[], readonly (readonly number[])[]]>([
  ["nothing was asked", [], []],
  [
    "four requests of the others are enough",
    [
      [1, "a", 1],
      [1, "", 4],
      [2, "a", 2],
      [2, "", 5],
    ],
    [
      [1, 4],
      [2, 5],
    ],
  ],
  [
    "where less was asked, it goes on",
    [
      [1, "a", 1],
      [2, "", 2],
      [9, "", 2],
      [10, "a", 2],
      [10, "", 4],
    ],
    [
      [1, 4],
      [2, 4],
    ],
  ],
  [
    "what is left belongs to the last",
    [
      [1, "", 4],
      [2, "a", 3],
      [3, "", 3],
    ],
    [[3, 7]],
  ],
  [
    "others are counted whoever they are",
    [
      [1, "b", 3],
      [1, "", 1],
      [2, "a", 1],
      [2, "c", 4],
    ],
    [
      [0, 4],
      [1, 4],
    ],
  ],
  [
    "rows come in any order",
    [
      [2, "a", 2],
      [1, "", 4],
      [2, "", 4],
      [1, "a", 1],
    ],
    [
      [1, 4],
      [2, 4],
    ],
  ],
  [
    "there are never four",
    [
      [1, "a", 3],
      [5, "", 2],
      [9, "a", 1],
    ],
    [[4, 2]],
  ],
  ["nobody else was asked for it", [[1, "a", 3]], []],
])("%s", (_, rows, expected) => {
  expect(asked(rows)).toEqual(expected);
});

test("each operation is cut by itself", () => {
  const rows: readonly Asked[] = [
    [1, "a", 1],
    [1, "", 4],
    [1, "a", 2, "POST /cart"],
    [7, "", 3, "POST /cart"],
    [2, "", 4],
  ];
  expect(
    momentsOf(rows.map(rowOf), "a").map(({ operation, own, others }) => [
      operation,
      own.requests,
      others.requests,
    ]),
  ).toEqual([
    ["cart GET /cart", 1, 4],
    ["cart GET /cart", 0, 4],
    ["cart POST /cart", 2, 3],
  ]);
});
