import { expect, test } from "vitest";
import { conditionsIn, conditionsOf } from "./conditions.ts";

test.each([
  ["alertname=Fog", [["alertname", "=", "Fog"]]],
  ['  quay = "north pier"  ', [["quay", "=", "north pier"]]],
  [
    "quay=~north|south\n\nboat!=ferry",
    [
      ["quay", "=~", "north|south"],
      ["boat", "!=", "ferry"],
    ],
  ],
  ['boat!~"a\\"b\\\\c"', [["boat", "!~", 'a"b\\c']]],
  ["quay=", [["quay", "=", ""]]],
  ["quay=a=b", [["quay", "=", "a=b"]]],
])("%j is read", (text, expected) => {
  expect(conditionsIn(text)?.map(({ name, operator, value }) => [name, operator, value])).toEqual(expected);
});

test.each(["", "  \n", "quay", "=north", "quay=north\nwhat"])("%j is no list of conditions", (text) => {
  expect(conditionsIn(text)).toBeUndefined();
});

test("an alert's labels are conditions that give them back", () => {
  const labels = { alertname: "Fog", quay: 'the "old" one', path: "C:\\nets", note: "two\nlines" };
  const found = conditionsIn(conditionsOf(labels)) ?? [];
  expect(Object.fromEntries(found.map(({ name, value }) => [name, value]))).toEqual(labels);
});
