import { describe, expect, test } from "vitest";
import { readDiagnosis } from "./diagnosis.ts";

const inside = { kind: "sql", name: "SELECT 1", more: 1 };
const good = {
  verdict: "cause",
  onset: 5,
  causes: [{ service: "a", confidence: 1, inside: [inside] }],
  more: {},
};

describe("a diagnosis", () => {
  test("is read as far as it is scored", () => {
    expect(readDiagnosis(good)).toEqual({
      verdict: "cause",
      onset: 5,
      causes: [{ service: "a", inside: [{ kind: "sql", name: "SELECT 1" }] }],
    });
  });

  const broken: [answer: unknown, error: string][] = [
    [null, "the diagnosis is null, not an object"],
    [{ ...good, verdict: "maybe" }, 'verdict is "maybe", not one of cause, unsure, healthy'],
    [{ ...good, onset: "now" }, 'onset is "now", not milliseconds since 1970 or null'],
    [{ ...good, causes: {} }, "causes is {}, not a list"],
    [{ ...good, causes: [{ inside: [] }] }, "causes[0].service is undefined, not a text"],
    [{ ...good, causes: [{ service: "a" }] }, "causes[0].inside is undefined, not a list"],
    [
      { ...good, causes: [{ service: "a", inside: [{ kind: "sql" }] }] },
      "name of what is inside is undefined",
    ],
  ];
  test.each(broken)("%j is none", (answer, error) => expect(() => readDiagnosis(answer)).toThrow(error));
});
