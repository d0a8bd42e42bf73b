import { expect, test } from "vitest";
import type { IncidentRow } from "../api.ts";
import { accuracyOf } from "./accuracy.ts";

const judged = (confidence: number | null, outcome: "right" | "wrong"): Pick<IncidentRow, "verdict"> => ({
  verdict: {
    outcome,
    kind: outcome === "wrong" ? "slow-query" : null,
    service: "",
    text: "",
    judged: confidence === null ? null : { id: "x", kind: "pool-exhausted", service: "a", confidence },
    at: 0,
    by: "hana",
  },
});

test("verdicts fall into the band of what was claimed; the last band has its end", () => {
  const rows = [judged(0.69, "right"), judged(0.7, "wrong"), judged(0.95, "right"), judged(1, "right")];
  const { bands } = accuracyOf(rows);
  expect(bands.map(({ from, to, judged: n, right }) => [from, to, n, right])).toEqual([
    [0, 0.5, 0, 0],
    [0.5, 0.7, 1, 1],
    [0.7, 0.85, 1, 0],
    [0.85, 0.95, 0, 0],
    [0.95, 1, 2, 2],
  ]);
  expect(bands[4]?.confidence).toBeCloseTo(0.975);
  expect(bands[0]?.confidence).toBeNull();
});

test("an incident whose cause was not named counts among what was mistaken only", () => {
  const { judged: n, right, bands, wrong } = accuracyOf([judged(null, "wrong"), { verdict: null }]);
  expect([n, right]).toEqual([0, 0]);
  expect(bands.every((band) => band.judged === 0)).toBe(true);
  expect(wrong).toEqual([{ said: "", was: "slow-query", count: 1 }]);
});
