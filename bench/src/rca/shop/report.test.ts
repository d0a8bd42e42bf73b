import { describe, expect, test } from "vitest";
import { jsonShopReport, textShopReport } from "./report.ts";
import type { ShopCase } from "./score.ts";

const found: ShopCase = {
  dataset: "shop",
  name: "bad-pod",
  truth: { services: ["cart"], fault: "bad-pod", onset: 1, kinds: ["bad-pod"], inside: { names: [/x/] } },
  score: {
    verdict: "cause",
    services: ["cart"],
    rank: 1,
    confidence: 0.9,
    kind: true,
    inside: true,
    insideEither: true,
    onsetErrorSeconds: 12,
  },
  herrings: ["inventory"],
  isMisled: false,
  secondsToDiagnosis: 45,
  error: undefined,
  seconds: 0.5,
};
const misled: ShopCase = {
  ...found,
  name: "cpu-starved",
  score: { ...found.score!, services: ["inventory", "cart"], rank: 2, kind: false },
  isMisled: true,
  secondsToDiagnosis: null,
};
const failed: ShopCase = {
  ...found,
  name: "node-gone",
  score: undefined,
  error: "too small",
  herrings: [],
  secondsToDiagnosis: null,
};
const quiet = {
  name: "quiet-001",
  verdict: "healthy",
  blamed: undefined,
  error: undefined,
  seconds: 1,
} as const;
const alarm = { ...quiet, name: "quiet-002", verdict: "cause", blamed: "web" } as const;
const results = { cases: [found, misled, failed], healthy: [quiet, alarm] };

describe("the report of the laboratory", () => {
  test("as JSON has what came of every fault and of all", () => {
    expect(JSON.parse(JSON.stringify(jsonShopReport(results)))).toMatchObject({
      dataset: "shop",
      n: 3,
      top1: 1 / 3,
      top3: 2 / 3,
      top5: 2 / 3,
      inside: 2 / 3,
      right: 1 / 3,
      onsetErrorSeconds: 12,
      falseAlarms: 1,
      healthyWindows: 2,
      herrings: 2,
      herringsBlamed: 1,
      secondsPerCase: 0.5,
      secondsToDiagnosis: 45,
      cases: [
        { case: "bad-pod", rank: 1, right: true, herringBlamed: false, secondsToDiagnosis: 45 },
        { case: "cpu-starved", rank: 2, right: false, herringBlamed: true, secondsToDiagnosis: null },
        { case: "node-gone", rank: null, right: false, error: "too small" },
      ],
    });
  });

  test("as JSON is whole when there was quiet only", () => {
    expect(jsonShopReport({ cases: [], healthy: [quiet] })).toMatchObject({
      dataset: "shop",
      n: 0,
      right: 0,
      falseAlarms: 0,
      secondsToDiagnosis: null,
    });
  });

  test("for people has a line for each fault and each false alarm", () => {
    const lines = textShopReport(results)
      .split("\n")
      .map((line) => line.replaceAll(/ {2,}/g, " | "));
    expect(lines).toContain("bad-pod | cart | cart | 1 | yes | yes | 12 | 45 | 0.50");
    expect(lines).toContain("cpu-starved | cart | inventory | 2 | no | yes | 12 | blamed | - | 0.50");
    expect(lines).toContain("node-gone | cart | failed | - | - | 0.50");
    expect(lines).toContain("3 | 33.3 % | 66.7 % | 66.7 % | 66.7 %");
    expect(lines).toContain("service, kind and inside right in the first place: 1 of 3");
    expect(lines).toContain("herrings blamed: 1");
    expect(lines).toContain("false alarms: 1 in 2 healthy windows");
    expect(lines).toContain(" | quiet-002: cause web");
  });
});
