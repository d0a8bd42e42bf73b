import { expect, test } from "vitest";
import { findingReasons } from "#kubernetes/api.ts";
import { sentenceOf } from "./facts.ts";
import { remedyOf } from "./remedies.ts";

/** Budgets are told by no diagnosis. */
const told = findingReasons.filter((reason) => !reason.startsWith("budget-"));
const known = {
  object: "Deployment shop/cart",
  other: "Secret shop/db",
  field: "selector.app",
  found: "worse",
  wanted: "better",
  message: "because",
  standing: "yes",
};
const unknown = { ...known, wanted: "", message: "", standing: "" };

test.each(told)("%s is said in both languages, with what to do", (code) => {
  for (const values of [known, unknown])
    for (const words of [sentenceOf({ code, values }), remedyOf([{ code, values }])?.words]) {
      expect(words?.en).toMatch(/^[A-Z].*\.$/);
      expect(words?.ko).toMatch(/[가-힣].*\.$/);
      expect(`${words?.en} ${words?.ko}`).not.toMatch(/undefined|NaN|\{| {2}|\.\./);
    }
});

test("what was so all along is said to be so", () => {
  const code = "job-failed";
  expect(sentenceOf({ code, values: known }).en).toContain("It was so before this window.");
  expect(sentenceOf({ code, values: unknown }).en).not.toContain("before this window");
});

test("a remedy names the field and the value that it should have, as words and as values", () => {
  expect(remedyOf([{ code: "selector-matches-nothing", values: known }])).toMatchObject({
    kind: "fix-config",
    words: { en: "Set selector.app of Deployment shop/cart to better." },
    values: { object: "Deployment shop/cart", field: "selector.app", value: "better" },
  });
});

test("what no object is at fault for has no remedy", () => {
  expect(remedyOf([{ code: "pod-trouble", values: {} }])).toBeUndefined();
});
