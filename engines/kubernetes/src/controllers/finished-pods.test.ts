import { expect, test } from "vitest";
import { surplus } from "./finished-pods.ts";
import { pod } from "./pod.fixture.ts";

const known = [
  pod("running", { createdAt: 0 }),
  pod("second", { phase: "Failed", createdAt: 2 }),
  pod("first", { phase: "Succeeded", createdAt: 1 }),
  pod("third", { phase: "Succeeded", createdAt: 3 }),
];

test.each<[number, string[]]>([
  [3, []],
  [2, ["first"]],
  [0, ["first", "second", "third"]],
])("when %i finished pods may stay, the older ones go: %j", (most, expected) => {
  expect(surplus(known, most).map(({ metadata }) => metadata.name)).toEqual(expected);
});
