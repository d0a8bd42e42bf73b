import { describe, expect, test } from "vitest";
import { jsonReport, textReport } from "./report.ts";
import type { CaseResult, HealthyResult } from "./results.ts";

const found: CaseResult = {
  dataset: "nezha",
  name: "case-1",
  truth: { services: ["price"], fault: "return", onset: 1, inside: { names: [/x/] } },
  score: {
    verdict: "cause",
    services: ["web", "price"],
    rank: 2,
    confidence: 0.5,
    kind: null,
    inside: true,
    insideEither: true,
    onsetErrorSeconds: 12,
  },
  error: undefined,
  seconds: 0.5,
  replaySeconds: 4,
};
const failed: CaseResult = { ...found, name: "case-2", score: undefined, error: "answered 500" };
const quiet: HealthyResult = {
  name: "q1",
  verdict: "healthy",
  blamed: undefined,
  error: undefined,
  seconds: 1,
};
const alarm: HealthyResult = { ...quiet, name: "q2", verdict: "unsure", blamed: "web" };
const results = { cases: [found, failed], healthy: [quiet, alarm] };

describe("the report", () => {
  test("as JSON has what came of every case and of all", () => {
    expect(JSON.parse(JSON.stringify(jsonReport(results)))).toMatchObject({
      dataset: "nezha",
      n: 2,
      top1: 0,
      top3: 0.5,
      top5: 0.5,
      inside: 0.5,
      onsetErrorSeconds: 12,
      falseAlarms: 1,
      healthyWindows: 2,
      secondsPerCase: 0.5,
      byFault: { return: { n: 2, top3: 0.5 } },
      calibration: [{ from: 0.3, to: 0.6, n: 1, confidence: 0.5, right: 0 }],
      falseAlarmsIn: [{ window: "q2", verdict: "unsure", blamed: "web" }],
      cases: [
        { case: "case-1", truth: ["price"], services: ["web", "price"], rank: 2, inside: true },
        { case: "case-2", rank: null, inside: null, error: "answered 500" },
      ],
    });
  });

  test("for people has a line for each case, each fault, all, and each false alarm", () => {
    const lines = textReport(results).split("\n");
    expect(lines).toContain("case-1  price  web     2     yes     12         0.50");
    expect(lines).toContain("case-2  price  failed  -                        0.50");
    expect(lines).toContain("all     2  0.0 %  50.0 %  50.0 %  50.0 %  50.0 %      12");
    expect(lines).toContain("50.0 % sure on average: 0.0 % right, of 1");
    expect(lines).toContain("false alarms: 1 in 2 healthy windows");
    expect(lines).toContain("  q2: unsure web");
  });
});
