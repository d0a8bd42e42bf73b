import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";
import { cause, sick, symptom } from "./fixture.ts";

const at = Date.parse("2026-11-21T09:00:00Z");

test("a diagnosis of usual size stays as it is", () => {
  const diagnosis = sick("payment", at);
  expect(bounded(diagnosis)).toEqual(diagnosis);
});

test("a huge one is cut: the strongest symptoms stay, lines are shortened, charts thinned out", () => {
  const [proof] = cause("payment", at).evidence;
  if (!proof?.chart) throw new Error("the fixture has a chart");
  const points = Array.from({ length: 10_000 }, (_, i): [number, number] => [at + i, i]);
  const exemplars = [{ kind: "log" as const, traceId: "", spanId: null, at, text: "x".repeat(100_000) }];
  const evidence = Array.from({ length: 500 }, () => ({
    ...proof,
    chart: { ...proof.chart!, points },
    exemplars,
  }));
  const huge = sick("payment", at, {
    causes: Array.from({ length: 100 }, (_, i) => cause(`s${i}`, at, { evidence })),
    symptoms: Array.from({ length: 5000 }, (_, i) => symptom(`s${i}`, at, { strength: i / 50 })),
  });
  const cut = bounded(huge);
  expect(JSON.stringify(cut).length).toBeLessThan(5_000_000);
  expect(cut.symptoms[0]?.strength).toBeCloseTo(99.98);
  expect(cut.causes[0]?.evidence[0]?.chart?.points.length).toBeLessThanOrEqual(300);
});
