import { describe, expect, it } from "vitest";
import type { Variable } from "./dashboard.ts";
import { chosenOf, interpolated } from "./interpolate.ts";

const variable = (part: Partial<Variable>): Variable => ({
  name: "v",
  label: "v",
  kind: "query",
  query: "",
  pattern: "",
  options: [],
  current: [],
  isMulti: false,
  hasAll: false,
  allValue: "",
  isHidden: false,
  ...part,
});
const one = chosenOf(variable({}), ['a"b.c']);
const some = chosenOf(variable({ isMulti: true }), ["a.b", "c"]);
const single = chosenOf(variable({ isMulti: true }), ["a.b"]);
const every = chosenOf(variable({ hasAll: true }), []);
const own = chosenOf(variable({ hasAll: true, allValue: "prod.+" }), []);
const choices = new Map([
  ["one", one],
  ["some", some],
  ["single", single],
  ["every", every],
  ["own", own],
]);

describe("what is chosen takes the place of a variable", () => {
  it.each([
    ['up{a="$one"}', String.raw`up{a="a\"b.c"}`],
    ['up{a=~"$some"}', String.raw`up{a=~"(a\\.b|c)"}`],
    ['up{a=~"${some}"}', String.raw`up{a=~"(a\\.b|c)"}`],
    ['up{a=~"[[some]]"}', String.raw`up{a=~"(a\\.b|c)"}`],
    ['up{a=~"$single"}', String.raw`up{a=~"a\\.b"}`],
    ['up{a=~"$every"}', 'up{a=~".*"}'],
    ['up{a=~"$own"}', 'up{a=~"prod.+"}'],
    ["${some:csv}", "a.b,c"],
    ["${some:pipe}", "a.b|c"],
    ["${some:json}", '["a.b","c"]'],
    ["${some:raw}", "a.b,c"],
    ["${one:doublequote}", String.raw`"a\"b.c"`],
    ["$some_more", "$some_more"],
    ["rate(a[$__rate_interval]) > $", "rate(a[$__rate_interval]) > $"],
  ])("%s", (text, expected) => expect(interpolated(text, choices)).toBe(expected));
});
