import { expect, test } from "vitest";
import { podOn } from "../scheduler/node.fixture.ts";
import { isInScope, isScoped, type QuotaScopes } from "./quota-scope.ts";

const container = { name: "main" };
const plain = podOn("n1", { containers: [container] });
const sized = podOn("n1", { containers: [{ ...container, resources: { requests: { cpu: "1" } } }] });
const brief = podOn("n1", { containers: [container], activeDeadlineSeconds: 5 });
const high = podOn("n1", { containers: [container], priorityClassName: "high" });
const byClass = (operator: string, ...values: string[]): QuotaScopes => ({
  scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator, values }] },
});

test.each<[string, QuotaScopes, boolean[]]>([
  ["without scopes", {}, [true, true, true, true]],
  ["BestEffort", { scopes: ["BestEffort"] }, [true, false, true, true]],
  ["NotBestEffort", { scopes: ["NotBestEffort"] }, [false, true, false, false]],
  ["Terminating", { scopes: ["Terminating"] }, [false, false, true, false]],
  ["NotTerminating", { scopes: ["NotTerminating"] }, [true, true, false, true]],
  ["two at once", { scopes: ["NotTerminating", "BestEffort"] }, [true, false, false, true]],
  ["a class", byClass("In", "high"), [false, false, false, true]],
  ["no such class", byClass("NotIn", "high"), [true, true, true, false]],
  ["any class", byClass("Exists"), [false, false, false, true]],
  ["no class", byClass("DoesNotExist"), [true, true, true, false]],
  ["a scope that is not known", { scopes: ["Huge"] }, [false, false, false, false]],
])("%s: plain, sized, brief and important pods", (_, scopes, expected) => {
  expect([plain, sized, brief, high].map((pod) => isInScope(pod, scopes))).toEqual(expected);
  expect(isScoped(scopes)).toBe(expected.includes(false));
});
