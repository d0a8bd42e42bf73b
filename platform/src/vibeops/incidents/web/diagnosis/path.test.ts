import { describe, expect, test } from "vitest";
import { sick, symptom } from "../../fixture.ts";
import { pathOf } from "./path.ts";

const at = Date.parse("2026-11-21T09:00:00Z");

describe("the map of a cause", () => {
  test("goes from the symptom to the cause", () => {
    const { nodes, edges } = pathOf(sick("payment", at));
    expect(nodes).toEqual([
      { service: "frontend", isOnWay: true, isCause: false, isSymptom: true },
      { service: "order", isOnWay: true, isCause: false, isSymptom: true },
      { service: "payment", isOnWay: true, isCause: true, isSymptom: true },
    ]);
    expect(edges).toEqual([
      { from: "frontend", to: "order", isPath: true },
      { from: "order", to: "payment", isPath: true },
    ]);
  });

  test("shows neighbours too, and calls between them that are not on the way", () => {
    const calls = [
      { caller: "frontend", callee: "catalog" },
      { caller: "frontend", callee: "order" },
      { caller: "a", callee: "b" },
    ];
    const { nodes, edges } = pathOf(sick("payment", at, { calls }));
    expect(nodes.map(({ service }) => service)).toEqual(["frontend", "order", "payment", "catalog"]);
    expect(edges).toContainEqual({ from: "frontend", to: "catalog", isPath: false });
  });

  test("of two hundred services shows the way and no more than can be taken in", () => {
    const symptoms = Array.from({ length: 200 }, (_, i) => symptom(`s${i}`, at));
    const { nodes } = pathOf(sick("payment", at, { symptoms }));
    expect(nodes).toHaveLength(16);
    expect(nodes[2]).toMatchObject({ service: "payment", isCause: true });
  });

  test("without a cause shows where it is felt", () => {
    expect(pathOf(sick("payment", at, { causes: [] })).nodes.every(({ isCause }) => !isCause)).toBe(true);
  });
});
