import { expect, test } from "vitest";
import { withLabelKeys } from "./label-keys.ts";
import { podOn } from "./node.fixture.ts";

const pod = podOn(undefined, { labels: { app: "web", version: "2" } });
const labelSelector = { matchLabels: { app: "web" } };

test("keys of labels select those of the same value, or of another one, and skip what the pod has not", () => {
  const term = { labelSelector, matchLabelKeys: ["version", "none"], mismatchLabelKeys: ["app"] };
  expect(withLabelKeys(term, pod)).toEqual({
    ...labelSelector,
    matchExpressions: [
      { key: "version", operator: "In", values: ["2"] },
      { key: "app", operator: "NotIn", values: ["web"] },
    ],
  });
});

test("without keys the selector is as it is written", () => {
  expect(withLabelKeys({ labelSelector }, pod)).toBe(labelSelector);
});
