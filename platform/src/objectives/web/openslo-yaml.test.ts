import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readObjective } from "../declaration/openslo.ts";
import { nameOf, openSloYaml } from "./openslo-yaml.ts";

const text = fc.string({ maxLength: 60 });
const key = fc.stringMatching(/^(?:[a-z0-9]{1,9}\.dev\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?$/);
const objective = fc
  .record({
    name: fc.oneof(
      fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?$/),
      // Names that YAML would read as something else.
      fc.constantFrom("1e5", "12", "0x1f", "null", "true", "2026-11-30"),
    ),
    title: text.map((title) => title.trim()),
    description: text,
    service: fc.string({ minLength: 1, maxLength: 60 }),
    operation: text,
    threshold: fc.option(fc.double({ min: 0.001, max: 3_600_000, noNaN: true })),
    windowDays: fc.constantFrom(7, 28, 30),
    target: fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
    labels: fc.dictionary(key, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 3 }),
    annotations: fc.dictionary(key, text, { maxKeys: 3 }),
  })
  .map(({ threshold, ...rest }) => ({
    ...rest,
    title: rest.title || rest.name,
    indicator: threshold === null ? ("availability" as const) : ("latency" as const),
    thresholdMs: threshold,
  }));

test("what a form says is what is read, whatever its texts are", () => {
  fc.assert(
    fc.property(objective, (said) => {
      expect(readObjective(openSloYaml(said))).toEqual(said);
    }),
  );
});

test.each([
  ["Cart, GET /:id", "cart-get-id"],
  ["장바구니", ""],
  ["--a--", "a"],
])("%s is named %s", (from, name) => expect(nameOf(from)).toBe(name));
