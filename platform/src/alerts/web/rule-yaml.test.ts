import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readRules, type RuleObject } from "../rules/rule.ts";
import { isAlertName, resourceOf, ruleYaml } from "./rule-yaml.ts";

const draft = {
  name: "TooManyErrors",
  expression: 'sum by (job) (rate(errors_total{path=~"/a\\\\d+"}[5m])) > 1',
  holds: "5m",
  severity: "warning",
  summary: '{{ $labels.job }}: "many" errors',
};

test("a rule is a PrometheusRule that is read as it was meant", () => {
  const { groups, problems } = readRules("local", parse(ruleYaml(draft)) as RuleObject);
  expect(problems).toEqual([]);
  expect(groups[0]).toMatchObject({
    namespace: "naru",
    resource: "too-many-errors",
    rules: [
      {
        kind: "alert",
        name: "TooManyErrors",
        expression: draft.expression,
        problem: undefined,
        forMs: 300_000,
        labels: { severity: "warning" },
        annotations: { summary: draft.summary },
      },
    ],
  });
});

describe("names", () => {
  test.each([
    ["TooManyErrors", "too-many-errors"],
    ["HTTP5xx", "http5xx"],
    ["disk_full_", "disk-full"],
    ["A", "a"],
  ])("%s is declared by %s", (name, resource) => expect(resourceOf(name)).toBe(resource));
  test.each(["", "5xx", "too many", "zu-viel", "눈"])("%j is none", (name) =>
    expect(isAlertName(name)).toBe(false),
  );
});
