import { expect, test } from "vitest";
import { budgetsFor, budgetStatus, evictionVerdict, withDisrupted } from "./disruption.ts";
import type { BudgetStatus, PodDisruptionBudget } from "./kinds.ts";
import { pod } from "./pod.fixture.ts";

function budget(spec: Partial<PodDisruptionBudget["spec"]>, status: BudgetStatus = {}): PodDisruptionBudget {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", uid: "web", creationTimestamp: "", generation: 1 },
    spec,
    status: { observedGeneration: 1, ...status },
  };
}
const ready = (count: number) => Array.from({ length: count }, (_, index) => pod(`${index}`, { readyAt: 0 }));

test.each<[Partial<PodDisruptionBudget["spec"]>, number, number, number, number]>([
  [{ minAvailable: 2 }, 3, 3, 2, 1],
  [{ minAvailable: 2 }, 2, 3, 2, 0],
  [{ minAvailable: "50%" }, 3, 3, 2, 1],
  [{ maxUnavailable: 1 }, 3, 3, 2, 1],
  [{ maxUnavailable: "30%" }, 10, 10, 7, 3],
  [{ maxUnavailable: "25%" }, 10, 10, 7, 3],
  [{ maxUnavailable: 1 }, 2, 3, 2, 0],
  [{ minAvailable: 1 }, 0, 0, 1, 0],
])(
  "%o with %i of %i healthy needs %i and lets %i go",
  (spec, healthy, expected, desiredHealthy, disruptionsAllowed) => {
    const status = budgetStatus(budget(spec), ready(healthy), expected, 0);
    expect(status).toMatchObject({
      currentHealthy: healthy,
      expectedPods: expected,
      desiredHealthy,
      disruptionsAllowed,
    });
  },
);

test("a pod that is about to be evicted is not healthy, for two minutes", () => {
  const disruptedPods = { 0: new Date(0).toISOString() };
  const wanted = budget({ minAvailable: 2 }, { disruptedPods });
  expect(budgetStatus(wanted, ready(3), 3, 60_000)).toMatchObject({ currentHealthy: 2, disruptedPods });
  expect(budgetStatus(wanted, ready(3), 3, 130_000)).toMatchObject({ currentHealthy: 3 });
});

const full = { disruptionsAllowed: 0, desiredHealthy: 2, currentHealthy: 2 };
const told = "The disruption budget web needs 2 healthy pods and has 2 currently";

test.each<[string, ReturnType<typeof pod>, PodDisruptionBudget[], object]>([
  ["without a budget goes", pod("a", { readyAt: 0 }), [], { allowed: true }],
  [
    "whose budget has room goes",
    pod("a", { readyAt: 0 }),
    [budget({}, { ...full, disruptionsAllowed: 1 })],
    { allowed: true },
  ],
  [
    "whose budget has none stays",
    pod("a", { readyAt: 0 }),
    [budget({}, full)],
    { allowed: false, code: 429, cause: told },
  ],
  ["that is pending goes", pod("a", { phase: "Pending" }), [budget({}, full)], { allowed: true }],
  ["that is not ready goes when the others are enough", pod("a"), [budget({}, full)], { allowed: true }],
  [
    "that is not ready stays when they are not",
    pod("a"),
    [budget({}, { ...full, currentHealthy: 1 })],
    { allowed: false },
  ],
  [
    "that is not ready always goes where the budget says so",
    pod("a"),
    [budget({ unhealthyPodEvictionPolicy: "AlwaysAllow" }, { ...full, currentHealthy: 1 })],
    { allowed: true },
  ],
  [
    "with two budgets is a mistake",
    pod("a", { readyAt: 0 }),
    [budget({}), budget({})],
    { allowed: false, code: 500 },
  ],
  [
    "whose budget is news waits",
    pod("a", { readyAt: 0 }),
    [budget({}, { observedGeneration: 0, disruptionsAllowed: 1 })],
    { allowed: false, retryAfterSeconds: 10 },
  ],
])("a pod %s", (_, one, budgets, expected) => {
  expect(evictionVerdict(one, budgets)).toMatchObject(expected);
});

test("an eviction takes of what is allowed", () => {
  expect(withDisrupted({ disruptionsAllowed: 2 }, "a", "t")).toEqual({
    disruptionsAllowed: 1,
    disruptedPods: { a: "t" },
  });
});

test.each<[string, unknown, number]>([
  ["that selects it", { matchLabels: { app: "web" } }, 1],
  ["that selects another", { matchLabels: { app: "db" } }, 0],
  ["that selects everything", {}, 1],
  ["without a selector", undefined, 0],
])("a budget %s speaks of a pod: %3$i", (_, selector, count) => {
  expect(budgetsFor(pod("a", { labels: { app: "web" } }), [budget({ selector })])).toHaveLength(count);
});
