import { describe, expect, test } from "vitest";
import { Findings } from "./findings.ts";
import { checkSelector, labelsText, selectorMatches, selectorText } from "./selector.ts";

const expression = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });

describe("a selector is told by key", () => {
  test.each([
    [undefined, ""],
    [{}, ""],
    [{ matchLabels: { tier: "db", app: "web" } }, "app=web,tier=db"],
    [{ matchExpressions: [expression("tier", "In", "b", "a")] }, "tier in (a,b)"],
    [
      { matchExpressions: [expression("tier", "NotIn", "a")], matchLabels: { app: "x" } },
      "app=x,tier notin (a)",
    ],
    [{ matchExpressions: [expression("a", "Exists"), expression("b", "DoesNotExist")] }, "a,!b"],
  ])("%j is %s", (selector, told) => {
    expect(selectorText(selector)).toBe(told);
  });
});

describe("labels { app: web } are selected", () => {
  test.each([
    [{}, true],
    [{ matchLabels: { app: "web" } }, true],
    [{ matchLabels: { app: "db" } }, false],
    [{ matchExpressions: [expression("app", "In", "web", "db")] }, true],
    [{ matchExpressions: [expression("app", "NotIn", "web")] }, false],
    [{ matchExpressions: [expression("tier", "NotIn", "web")] }, true],
    [{ matchExpressions: [expression("app", "Exists")] }, true],
    [{ matchExpressions: [expression("app", "DoesNotExist")] }, false],
    [{ matchExpressions: [expression("constructor", "Exists")] }, false],
    [{ matchExpressions: [expression("app", "Likes", "web")] }, false],
  ])("by %j: %s", (selector, isSelected) => {
    expect(selectorMatches(selector, { app: "web" })).toBe(isSelected);
  });
});

describe("a selector is refused", () => {
  test.each([
    [
      expression("a", "Likes"),
      's.matchExpressions[0].operator: Invalid value: "Likes": not a valid selector operator',
    ],
    [
      expression("a", "In"),
      "s.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
    [
      expression("a", "Exists", "b"),
      "s.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  ])("with %j", (one, told) => {
    const found = new Findings();
    checkSelector({ matchExpressions: [one] }, "s", found);
    expect(found.causes.map(({ field, message }) => `${field}: ${message}`)).toEqual([told]);
  });
});

test("labels are told by key, and when there are none", () => {
  expect([labelsText({ b: "2", a: "1" }), labelsText({}), labelsText(undefined)]).toEqual([
    "a=1,b=2",
    "<none>",
    "<none>",
  ]);
});
