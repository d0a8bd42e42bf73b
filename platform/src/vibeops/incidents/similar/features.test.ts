import { describe, expect, test } from "vitest";
import { alert, sick, symptom } from "../fixture.ts";
import { incidentOfAlert } from "../lifecycle/alerts.ts";
import { judge } from "../lifecycle/actions.ts";
import type { Incident } from "../lifecycle/incident.ts";
import { advance, nothingKnown } from "../lifecycle/lifecycle.ts";
import { featureParts, featuresOf } from "./features.ts";

const at = Date.parse("2026-11-21T09:00:00Z");
const incidentOf = (diagnosis: ReturnType<typeof sick>): Incident => {
  const look = { at, diagnosis, isBlind: false, alerts: [] };
  const [step] = advance(nothingKnown, look, () => "x").steps;
  if (!step) throw new Error("nothing was opened");
  return step.incident;
};

describe("what an incident may have in common with others", () => {
  test("is its cause, its services, the inside of the cause and how it was felt", () => {
    expect(featuresOf(incidentOf(sick("payment", at, { felt: ["payment"] })))).toEqual([
      "kind:pool-exhausted",
      "service:payment",
      "inside:setting DB_POOL_MAX",
      "inside:sql SELECT * FROM payments WHERE id = $#",
      "symptom:slower payment",
    ]);
  });

  test("is a log pattern without its numbers and ids", () => {
    const pattern = "order 4711 (9f86d081-884c-7d65-9a2f-eaa0c55ad015) refused";
    const symptoms = [symptom("order", at, { code: "new-log-pattern", subject: pattern })];
    expect(featuresOf(incidentOf(sick("order", at, { symptoms })))).toContain("pattern:order # (#) refused");
  });

  test("is what somebody said it really was, not what was named", () => {
    const wrong = judge({ outcome: "wrong", kind: "disk-full", service: "", text: "" });
    const step = wrong(incidentOf(sick("payment", at)), { by: "hana", at });
    const features = featuresOf(step?.incident as Incident);
    expect(features).toContain("kind:disk-full");
    expect(features.filter((each) => each.startsWith("inside:"))).toEqual([]);
  });

  test("is the alert that opened it", () => {
    expect(featuresOf(incidentOfAlert(alert("ledger", at), at, "x").incident)).toEqual([
      "service:ledger",
      "symptom:HighErrorRatio ledger",
    ]);
  });
});

test("a feature is read back, colons and all", () => {
  expect(featureParts("inside:sql SELECT a::text")).toEqual({ kind: "inside", name: "sql SELECT a::text" });
});
