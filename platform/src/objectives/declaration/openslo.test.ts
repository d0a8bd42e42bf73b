import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NaruError } from "#kernel/errors.ts";
import { readObjective } from "./openslo.ts";

const written = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: cart-latency
  displayName: Cart answers quickly
  labels: { team: shop, tags: [web, money] }
  annotations: { example.com/runbook: https://example.com }
spec:
  description: What a person waits for.
  service: cart
  indicator:
    metadata: { name: cart-latency }
    spec:
      ratioMetric:
        rawType: success
        raw:
          metricSource:
            type: naru
            spec: { indicator: latency, operation: "GET /cart/:id", thresholdMs: 300 }
  timeWindow:
    - { duration: 28d, isRolling: true }
  budgetingMethod: Occurrences
  objectives:
    - { displayName: Nearly all, target: 0.995 }
`;

describe("an OpenSLO document", () => {
  test("is read with all that it says", () => {
    expect(readObjective(written)).toEqual({
      name: "cart-latency",
      title: "Cart answers quickly",
      description: "What a person waits for.",
      service: "cart",
      operation: "GET /cart/:id",
      indicator: "latency",
      thresholdMs: 300,
      windowDays: 28,
      target: 0.995,
      labels: { team: "shop", tags: ["web", "money"] },
      annotations: { "example.com/runbook": "https://example.com" },
    });
  });

  test("may be JSON, and may say only what it must", () => {
    const spec = { indicator: "availability" };
    const json = JSON.stringify({
      apiVersion: "openslo/v1",
      kind: "SLO",
      metadata: { name: "cart" },
      spec: {
        service: "cart",
        indicator: {
          spec: { ratioMetric: { rawType: "success", raw: { metricSource: { type: "naru", spec } } } },
        },
        timeWindow: [{ duration: "30d", isRolling: true }],
        budgetingMethod: "Occurrences",
        objectives: [{ target: 0.999 }],
      },
    });
    expect(readObjective(json)).toMatchObject({
      title: "cart",
      operation: "",
      thresholdMs: null,
      windowDays: 30,
    });
  });
});

const refusal = (text: string): NaruError => {
  try {
    readObjective(text);
  } catch (error) {
    if (error instanceof NaruError) return error;
    throw error;
  }
  throw new Error("it was taken");
};

describe("is refused, with the field and a way out:", () => {
  test.each<[what: string, from: string | RegExp, to: string, message: RegExp, help: RegExp]>([
    ["another version", "openslo/v1", "openslo/v1alpha", /^apiVersion: /, /example/],
    ["another kind", "kind: SLO", "kind: Service", /^kind: /, /example/],
    [
      "a name that Kubernetes would not take",
      "name: cart-latency",
      "name: Cart_1",
      /^metadata.name: .*small letters/,
      /example/,
    ],
    ["a target of 1", "0.995", "1", /^spec.objectives.target: .*no budget is left/, /One objective/],
    ["a target of 0", "0.995", "0", /^spec.objectives.target: /, /One objective/],
    [
      "a target in percent",
      "target: 0.995",
      "targetPercent: 99.5",
      /targetPercent: is not measured/,
      /target: 0\.995/,
    ],
    [
      "two objectives",
      /- \{ displayName.*\}/,
      "- { target: 0.9 }\n    - { target: 0.99 }",
      /^spec.objectives: exactly one/,
      /another SLO/,
    ],
    ["slices of time", "Occurrences", "Timeslices", /^spec.budgetingMethod: /, /Write Occurrences/],
    [
      "a window by the calendar",
      "isRolling: true",
      "isRolling: false, calendar: {}",
      /spec.timeWindow.isRolling.*spec.timeWindow.calendar/,
      /rolling/,
    ],
    ["another window", "28d", "90d", /^spec.timeWindow.duration: /, /7d, 28d or 30d/],
    [
      "alert policies",
      "  budgetingMethod",
      "  alertPolicies: []\n  budgetingMethod",
      /^spec.alertPolicies: is not measured/,
      /alert rules/,
    ],
    [
      "an indicator elsewhere",
      "  budgetingMethod",
      "  indicatorRef: x\n  budgetingMethod",
      /^spec.indicatorRef: is not measured/,
      /indicator itself/,
    ],
    ["another source", "type: naru", "type: prometheus", /metricSource.type: /, /own store/],
    ["another indicator", "indicator: latency", "indicator: saturation", /spec.indicator: /, /own store/],
    ["latency without a threshold", ", thresholdMs: 300", "", /thresholdMs: is missing/, /own store/],
    [
      "good and total",
      "rawType: success",
      "good: {}\n        total: {}\n        rawType: success",
      /good: is not measured; .*total: is not measured/,
      /own store/,
    ],
    ["a share of failures", "rawType: success", "rawType: failure", /rawType: /, /own store/],
    [
      "a field that nobody knows",
      "  service: cart",
      "  service: cart\n  sevice: cart",
      /^spec.sevice: is not measured/,
      /example/,
    ],
    ["no service", "  service: cart\n", "", /^spec.service: is missing/, /example/],
  ])("%s", (_, from, to, message, help) => {
    const text = written.replace(from, to);
    expect(text).not.toBe(written);
    const error = refusal(text);
    expect(error.code).toBe("INVALID_DECLARATION");
    expect(error.message).toMatch(message);
    expect(error.help).toMatch(help);
  });

  test.each<[what: string, text: string, message: RegExp]>([
    ["nothing", "", /expected object/i],
    ["a list", "- 1", /expected object/i],
    ["no YAML", "a: [", /^no YAML: /],
    ["two documents", `${written}---${written}`, /one objective at a time/],
    [
      "a field given twice",
      written.replace("kind: SLO", "kind: SLO\nkind: SLO"),
      /^no YAML: Map keys must be unique/,
    ],
    ["aliases that grow without end", bomb(), /^no YAML: /],
    ["a text without end", `# ${"x".repeat(20_000)}`, /longer than/],
  ])("%s", (_, text, message) => {
    expect(refusal(text).message).toMatch(message);
  });
});

function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`,
  );
  return ["a0: &a0 x", ...levels].join("\n");
}

test("whatever is sent, it is read or refused", () => {
  const piece = fc.oneof(
    fc.constantFrom(...written.split("\n")),
    fc.constantFrom(
      "spec:",
      "  objectives: [{ target: .nan }]",
      "? !!binary x",
      "<<: *a",
      "__proto__: {}",
      "&a",
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (lines) => {
      const text = lines.join("\n");
      try {
        expect(readObjective(text).target).toBeLessThan(1);
      } catch (error) {
        expect(error).toBeInstanceOf(NaruError);
      }
    }),
  );
});
