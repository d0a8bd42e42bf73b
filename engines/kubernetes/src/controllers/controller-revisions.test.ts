import { expect, test } from "vitest";
import type { ControllerRevision } from "./apps-kinds.ts";
import { outlivedRevisions, templateOf } from "./controller-revisions.ts";

const made = (revision: number): ControllerRevision => ({
  apiVersion: "apps/v1",
  kind: "ControllerRevision",
  metadata: { name: `r${revision}`, uid: `r${revision}`, creationTimestamp: "" },
  revision,
});

test.each<[string, number[], string[], number, string[]]>([
  ["as many as the limit stay", [1, 2, 3], ["r3"], 2, []],
  ["the oldest goes", [3, 1, 2, 4], ["r4"], 2, ["r1"]],
  ["what runs stays however old it is", [1, 2, 3], ["r1", "r3"], 0, ["r2"]],
])("%s", (_, revisions, live, limit, gone) => {
  const outlived = outlivedRevisions(revisions.map(made), new Set(live), limit);
  expect(outlived.map(({ metadata }) => metadata.name)).toEqual(gone);
});

test("the template of a revision is what its patch says, without how to patch", () => {
  const template = { $patch: "replace", spec: { containers: [] } };
  expect(templateOf({ ...made(1), data: { spec: { template } } })).toEqual({ spec: { containers: [] } });
});
