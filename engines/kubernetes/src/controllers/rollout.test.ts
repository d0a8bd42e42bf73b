import { expect, test } from "vitest";
import type { ReplicaSet } from "./kinds.ts";
import { deployment, rolling, sized } from "./pod.fixture.ts";
import { rollout, type Scaling } from "./rollout.ts";

const told = (scalings: readonly Scaling[]) =>
  Object.fromEntries(scalings.map(({ set, to }) => [set.metadata.name, to]));

type Size = [asked: number, available?: number];
const set = (name: string, [asked, available]: Size): ReplicaSet => sized(name, asked, available);

test.each<[string, number, [number | string, number | string], Size, Size[], Record<string, number>]>([
  ["grows the new set by the surge", 10, [3, 2], [0], [[10]], { new: 3 }],
  ["shrinks the old by what may be missing once there is no room", 10, [3, 2], [3, 0], [[10]], { old0: 8 }],
  ["waits while what is new is not available", 10, [3, 2], [5, 0], [[8]], {}],
  ["shrinks the old as the new become available", 10, [3, 2], [3], [[10]], { old0: 5 }],
  ["fills what became free", 10, [3, 2], [3], [[5]], { new: 8 }],
  ["ends the last of the old when the new are all there", 3, [1, 0], [3], [[1]], { old0: 0 }],
  ["is over when only the new run", 3, [1, 0], [3], [[0]], {}],
  [
    "takes pods that do not work from the old first",
    10,
    [0, 2],
    [0, 0],
    [
      [8, 8],
      [2, 0],
    ],
    { old1: 0 },
  ],
  ["takes from the oldest set first", 10, [0, 4], [0, 0], [[4], [6]], { old0: 0 }],
  ["shrinks the new set when fewer are asked for", 2, [1, 0], [5], [], { new: 2 }],
  ["goes one by one when neither more nor fewer were allowed", 3, [0, 0], [0], [[3]], { old0: 2 }],
])("a rolling update %s", (_, replicas, [surge, unavailable], current, old, expected) => {
  // Where old sets leave room already, the new one grows before anything else.
  const sets = { current: set("new", current), old: old.map((size, index) => set(`old${index}`, size)) };
  expect(told(rollout(deployment(replicas, rolling(surge, unavailable)), sets))).toEqual(expected);
});

test("pods that have yet to go take room", () => {
  const old = { ...sized("old0", 2), status: { replicas: 3, availableReplicas: 3 } };
  const sets = { current: sized("new", 1), old: [old] };
  expect(rollout(deployment(3, rolling(1, 0)), sets)).toEqual([]);
});

test.each<[Size, Size[], Record<string, number>]>([
  [[0], [[3]], { old0: 0 }],
  [[0], [[0]], { new: 3 }],
  [[3], [[0]], {}],
])("Recreate ends the old before it begins the new", (current, old, expected) => {
  const sets = { current: set("new", current), old: old.map((size, index) => set(`old${index}`, size)) };
  expect(told(rollout(deployment(3, { strategy: { type: "Recreate" } }), sets))).toEqual(expected);
});
