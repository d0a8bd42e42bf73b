import { expect, test } from "vitest";
import { deployment, sized } from "./pod.fixture.ts";
import { nextRevision, outlived, setAnnotations } from "./revisions.ts";

const revision = (number: number) => ({ "deployment.kubernetes.io/revision": String(number) });

test.each([
  [[], 1],
  [[1], 2],
  [[4, 2], 5],
])("after the revisions %j comes %i", (old, expected) => {
  const sets = old.map((number) => sized(`r${number}`, 0, 0, revision(number)));
  expect(nextRevision({ current: undefined, old: sets })).toBe(expected);
});

test("a set that comes back has a new revision and remembers the earlier ones", () => {
  const second = setAnnotations(deployment(1), 3, revision(1));
  expect(second).toEqual({ ...revision(3), "deployment.kubernetes.io/revision-history": "1" });
  const third = setAnnotations(deployment(1), 5, second);
  expect(third).toEqual({ ...revision(5), "deployment.kubernetes.io/revision-history": "1,3" });
});

test("the cause of a change goes with the deployment, what kubectl applied does not", () => {
  const made = deployment(1);
  made.metadata.annotations = {
    "kubernetes.io/change-cause": "image 2",
    "kubectl.kubernetes.io/last-applied-configuration": "{}",
    ...revision(9),
  };
  expect(setAnnotations(made, 2)).toEqual({ "kubernetes.io/change-cause": "image 2", ...revision(2) });
});

test.each<[number, [number, number][], string[]]>([
  [
    10,
    [
      [1, 0],
      [2, 0],
    ],
    [],
  ],
  [
    1,
    [
      [3, 0],
      [1, 0],
      [2, 0],
    ],
    ["r1", "r2"],
  ],
  [
    0,
    [
      [1, 0],
      [2, 5],
    ],
    ["r1"],
  ],
])("a history of %i keeps the newest, and whatever still runs", (revisionHistoryLimit, old, expected) => {
  const sets = old.map(([number, size]) => sized(`r${number}`, size, size, revision(number)));
  const gone = outlived(deployment(1, { revisionHistoryLimit }), sets);
  expect(gone.map(({ metadata }) => metadata.name)).toEqual(expected);
});
