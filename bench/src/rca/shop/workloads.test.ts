import { describe, expect, test } from "vitest";
import { isSettled, type Workload } from "./workloads.ts";

const settled = { observedGeneration: 4, replicas: 3, updatedReplicas: 3, readyReplicas: 3 };

describe("a workload of three is settled", () => {
  const facts: [is: boolean, why: string, status: Workload["status"]][] = [
    [true, "when all three are new and ready", settled],
    [false, "not before the change was seen", { ...settled, observedGeneration: 3 }],
    [false, "not while one is not ready", { ...settled, readyReplicas: 2 }],
    [false, "not while one is of a former template", { ...settled, updatedReplicas: 2 }],
    [false, "not while a fourth is there", { ...settled, replicas: 4 }],
    [false, "not before anything is known", undefined],
  ];
  test.each(facts)("%s: %s", (is, _, status) => {
    const metadata = { name: "cart", namespace: "shop", generation: 4 };
    expect(isSettled({ metadata, spec: { replicas: 3 }, ...(status && { status }) } as Workload)).toBe(is);
  });
});

test("one that wants nothing is settled with nothing", () => {
  const workload = { metadata: { name: "cart", generation: 1 }, spec: { replicas: 0 } };
  expect(isSettled({ ...workload, status: { observedGeneration: 1 } } as Workload)).toBe(true);
});
