import { expect, test } from "vitest";
import { deployment, rolling, sized } from "./pod.fixture.ts";
import { isScaled, proportionally } from "./proportional.ts";
import { sizeAnnotations } from "./revisions.ts";

const strategy = rolling(3, 2);
const noted = (replicas: number) => sizeAnnotations(deployment(replicas, strategy));

function shares(from: number, to: number, current: [number, number], old: number[]) {
  const sets = {
    current: sized("new", current[0], current[1], noted(from)),
    old: old.map((size, index) => sized(`old${index}`, size, size, noted(from))),
  };
  const scalings = proportionally(deployment(to, strategy), sets);
  return Object.fromEntries(scalings.map(({ set, to }) => [set.metadata.name, to]));
}

test.each<[string, number, number, [number, number], number[], Record<string, number>]>([
  ["more are shared by size", 10, 15, [5, 0], [8], { new: 7, old0: 11 }],
  ["fewer are shared by size", 10, 5, [5, 0], [8], { new: 3, old0: 5 }],
  ["none ends all", 10, 0, [5, 0], [8], { new: 0, old0: 0 }],
  ["the only set that runs has them all", 10, 4, [10, 10], [0], { new: 4 }],
  ["when none runs the new one has them all", 0, 4, [0, 0], [0], { new: 4 }],
  ["when the new one suffices the old end", 5, 5, [5, 5], [2], { old0: 0 }],
])("scaled during a rollout, %s", (_, from, to, current, old, expected) => {
  expect(shares(from, to, current, old)).toEqual(expected);
});

test.each([
  [3, 3, false],
  [3, 5, true],
])("sets that were sized for %i replicas, of %i asked for: scaled is %s", (noticed, asked, expected) => {
  const sets = { current: sized("new", 3, 3, noted(noticed)), old: [sized("old", 0, 0, noted(1))] };
  expect(isScaled(deployment(asked, strategy), sets)).toBe(expected);
});
