import { expect, test } from "vitest";
import { duplicateFields } from "./duplicates.ts";

test.each<[json: string, expected: string[]]>([
  [`{}`, []],
  [`{"a":1,"b":1}`, []],
  [`{"a":1,"a":2}`, ["a"]],
  [`{"a":{"b":1},"c":{"b":1}}`, []],
  [`{"a":{"b":1,"b":2}}`, ["a.b"]],
  [`{"a":[{"b":1},{"b":1,"c":[],"b":2}]}`, ["a[1].b"]],
  [`{"a":"{\\"a\\":1,\\"a\\":2}"}`, []],
  [`{"a":1,"\\u0061":2}`, ["a"]],
  [`{"a":1,"a":2,"a":3}`, ["a"]],
  [`[{"x":"},{:"},{"x":1,"x":1}]`, ["[1].x"]],
])("%s", (json, expected) => {
  expect(duplicateFields(json)).toEqual(expected);
});
