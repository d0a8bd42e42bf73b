import { describe, expect, test } from "vitest";
import { type ContainerFacts, planOf } from "./plan.ts";

const one = (
  name: string,
  state: ContainerFacts["state"],
  more: Partial<ContainerFacts> = {},
): ContainerFacts => ({
  name,
  kind: "main",
  state,
  isStarted: state === "running",
  backOffMs: 0,
  ...more,
});
const init = (name: string, state: ContainerFacts["state"], more: Partial<ContainerFacts> = {}) =>
  one(name, state, { kind: "init", ...more });
const sidecar = (name: string, state: ContainerFacts["state"], more: Partial<ContainerFacts> = {}) =>
  one(name, state, { kind: "sidecar", ...more });

describe("init containers run one after the other, then the others together", () => {
  test.each([
    ["nothing has begun", [init("a", "new"), init("b", "new"), one("x", "new"), one("y", "new")], ["a"]],
    ["the first runs", [init("a", "running"), init("b", "new"), one("x", "new")], []],
    ["the first is through", [init("a", "ended", { exitCode: 0 }), init("b", "new"), one("x", "new")], ["b"]],
    ["all are through", [init("a", "ended", { exitCode: 0 }), one("x", "new"), one("y", "new")], ["x", "y"]],
    ["the first failed", [init("a", "ended", { exitCode: 1 }), one("x", "new")], ["a"]],
    ["a sidecar is new", [sidecar("s", "new"), init("a", "new"), one("x", "new")], ["s"]],
    [
      "a sidecar is not through its startup probe",
      [sidecar("s", "running", { isStarted: false }), one("x", "new")],
      [],
    ],
    ["a sidecar has started", [sidecar("s", "running"), init("a", "new"), one("x", "new")], ["a"]],
  ] as const)("%s", (_, containers, start) => {
    const plan = planOf(containers, "Always", false);
    expect(plan.start).toEqual(start);
    expect(plan.isInitialized).toBe(start[0] === "x");
  });
});

test("a pod that is initialized doesn't begin again, but its sidecars are kept", () => {
  const plan = planOf(
    [init("a", "new"), sidecar("s", "ended", { exitCode: 0 }), one("x", "running")],
    "Never",
    true,
  );
  expect(plan).toMatchObject({ start: ["s"], isInitialized: true, isOver: false });
});

describe("who has ended is started again by the restart policy", () => {
  test.each([
    ["Always", 0, true],
    ["Always", 1, true],
    ["OnFailure", 0, false],
    ["OnFailure", 1, true],
    ["Never", 0, false],
    ["Never", 1, false],
  ] as const)("%s after exit code %i: %s", (policy, exitCode, isStarted) => {
    const plan = planOf([one("x", "ended", { exitCode })], policy, true);
    expect(plan.start).toEqual(isStarted ? ["x"] : []);
    expect(plan.isOver).toBe(!isStarted);
  });
});

test("an init container that failed for good ends the pod", () =>
  expect(planOf([init("a", "ended", { exitCode: 2 }), one("x", "new")], "Never", false)).toMatchObject({
    start: [],
    isOver: true,
    isInitialized: false,
  }));

test("who waits for a back-off is held, and looked at when the shortest is over", () =>
  expect(
    planOf(
      [one("x", "ended", { backOffMs: 20_000 }), one("y", "ended", { backOffMs: 7000 })],
      "Always",
      true,
    ),
  ).toMatchObject({ start: [], hold: ["x", "y"], againMs: 7000 }));

test("who is being started or stopped is left alone", () =>
  expect(planOf([one("x", "busy")], "Always", true)).toMatchObject({ start: [], isOver: false }));
