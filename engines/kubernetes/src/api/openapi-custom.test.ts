import { describe, expect, test } from "vitest";
import { customSchema, loosened } from "./openapi-custom.ts";

const open = { "x-kubernetes-preserve-unknown-fields": true };
const whole = { "x-kubernetes-embedded-resource": true };
const own = expect.objectContaining({ description: expect.stringContaining("Standard object's metadata") });

/** Names of the properties at each level: `spec.size`. */
function named(schema: unknown, path = ""): string[] {
  const { properties = {} } = schema as { properties?: object };
  return Object.entries(properties).flatMap(([name, each]) => [
    `${path}${name}`,
    ...named(each, `${path}${name}.`),
  ]);
}

describe("the schema of a custom kind is shown", () => {
  const facts: [what: string, schema: object, names: string[]][] = [
    ["without one, as any object", {}, []],
    [
      "with what every object has",
      { type: "object", properties: { spec: { type: "object", properties: { size: {} } } } },
      ["spec", "spec.size", "apiVersion", "kind", "metadata"],
    ],
    [
      "in place of what it says of metadata itself",
      { type: "object", properties: { metadata: { type: "object" } } },
      ["metadata", "apiVersion", "kind"],
    ],
    ["where other fields are kept too", { type: "object", ...open }, ["apiVersion", "kind", "metadata"]],
    [
      "with the same of objects within objects",
      { type: "object", properties: { template: { type: "object", ...whole } } },
      [
        "template",
        "template.apiVersion",
        "template.kind",
        "template.metadata",
        "apiVersion",
        "kind",
        "metadata",
      ],
    ],
  ];
  test.each(facts)("%s", (_, schema, names) => {
    expect(named(customSchema(schema))).toEqual(names);
  });

  test("with metadata in the words of the built-in kinds", () => {
    expect(customSchema({ type: "object" })["properties"]).toMatchObject({ metadata: own });
  });
});

test("old programs are told of no field where others are kept, lest they refuse those", () => {
  const inner = { type: "object", required: ["a"], properties: { a: { type: "string" } } };
  expect(
    loosened({ properties: { kept: { ...inner, ...open }, closed: inner }, allOf: [{ ...inner, ...open }] }),
  ).toEqual({
    properties: { kept: { type: "object", ...open }, closed: inner },
    allOf: [{ type: "object", ...open }],
  });
});
