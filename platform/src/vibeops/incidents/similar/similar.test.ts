import { describe, expect, test } from "vitest";
import { mostSimilar, similarity } from "./similar.ts";

const pool = [
  "kind:pool-exhausted",
  "service:payment",
  "service:order",
  "inside:setting DB_POOL_MAX",
  "symptom:slower payment",
];

describe("two incidents are alike", () => {
  const facts: [a: string[], b: string[], likeness: number][] = [
    [pool, pool, 1],
    [[], [], 0],
    [pool, [], 0],
    [["kind:node-lost"], ["kind:bad-pod"], 0],
    // 4 of 4 + 2 + 2
    [["kind:bad-pod", "service:a"], ["kind:bad-pod", "service:b"], 0.5],
    // 2 of 4 + 4 + 2
    [["kind:bad-pod", "service:a"], ["kind:node-lost", "service:a"], 0.2],
    [["service:a", "service:a"], ["service:a"], 1],
  ];
  test.each(facts)("%j and %j: %d", (a, b, likeness) => {
    expect(similarity(a, b)).toBeCloseTo(likeness, 10);
    expect(similarity(b, a)).toBe(similarity(a, b));
  });
});

test("the same cause elsewhere is more alike than another cause in the same place", () => {
  const elsewhere = { features: ["kind:pool-exhausted", "service:ledger", "inside:setting DB_POOL_MAX"] };
  const here = { features: ["kind:node-lost", "service:payment", "service:order"] };
  const nothing = { features: ["service:weather"] };
  expect(mostSimilar(pool, [nothing, here, elsewhere], 5).map(({ of }) => of)).toEqual([elsewhere, here]);
});
