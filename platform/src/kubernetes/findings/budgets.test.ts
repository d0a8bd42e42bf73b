import { expect, test } from "vitest";
import { budgetFindings } from "./budgets.ts";
import { deployment, type Given, objectsOf, told } from "./fixture.ts";

const budget = (status: object, spec: object = { minAvailable: 1 }) => ({
  name: "cart",
  spec: { selector: { matchLabels: { app: "cart" } }, ...spec },
  status,
});

test.each<[what: string, given: Given, expected: string[]]>([
  [
    "a budget that allows one",
    { budgets: [budget({ expectedPods: 2, currentHealthy: 2, disruptionsAllowed: 1 })] },
    [],
  ],
  [
    "one that never allows any",
    { budgets: [budget({ expectedPods: 1, currentHealthy: 1, disruptionsAllowed: 0 })] },
    ["budget-never-allows PodDisruptionBudget cart: minAvailable 1"],
  ],
  [
    "one that allows none while a pod is not well",
    { budgets: [budget({ expectedPods: 2, currentHealthy: 1, disruptionsAllowed: 0 })] },
    [],
  ],
  [
    "one that guards nothing",
    { budgets: [budget({ expectedPods: 0, currentHealthy: 0, disruptionsAllowed: 0 })] },
    ['budget-matches-nothing PodDisruptionBudget cart: selector {"app":"cart"}'],
  ],
  [
    "one whose workload is scaled to nothing",
    {
      deployments: [deployment("cart", { app: "cart" })],
      budgets: [budget({ expectedPods: 0, currentHealthy: 0, disruptionsAllowed: 0 })],
    },
    [],
  ],
  ["one that was only just made", { budgets: [budget({})] }, []],
])("%s", (_, given, expected) => {
  expect(told(budgetFindings(objectsOf(given)))).toEqual(expected);
});
