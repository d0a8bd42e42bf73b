import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ParseError } from "../errors.ts";
import { parse } from "./parse.ts";

describe("what can't be read is told where and why", () => {
  const facts: [query: string, message: string][] = [
    ["", "1:1: parse error: no expression found in input"],
    ["sum(a", "1:6: parse error: unclosed left parenthesis"],
    ["foo(bar)", '1:1: parse error: unknown function with name "foo"'],
    ["a b", '1:3: parse error: unexpected "b"'],
    [
      "rate(a)",
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    [
      "a\n+ rate(b)",
      '2:8: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ["1 == 1", "1:1: parse error: comparisons between scalars must use BOOL modifier"],
    ["a and 1", '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
    ["a + bool b", "1:1: parse error: bool modifier can only be used on comparison operators"],
    [
      "a * on(x) group_left(x) b",
      '1:1: parse error: label "x" must not occur in ON and GROUP clause at once',
    ],
    ["a and on(x) group_left() b", '1:1: parse error: no grouping allowed for "and" operation'],
    ['{a=~".*"}', "1:1: parse error: vector selector must contain at least one non-empty matcher"],
    ['foo{__name__="bar"}', '1:1: parse error: metric name must not be set twice: "foo" or "bar"'],
    ["sum(a)[5m]", "1:1: parse error: ranges only allowed for vector selectors"],
    ["a offset 5m[1m]", "1:1: parse error: no offset modifiers allowed before range"],
    ["a offset 5m offset 1m", "1:1: parse error: offset may not be set multiple times"],
    [
      "1 offset 5m",
      "1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
    ],
    [
      "topk(a)",
      "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
    ],
    ["a[0s]", "1:3: parse error: duration must be greater than 0"],
    [
      "-a[5m]",
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"',
    ],
    ['a{b=~"("}', "1:3: parse error: error parsing regexp: missing closing ): `^(?s:()$`"],
  ];
  test.each(facts)("%j: %s", (query, message) => {
    expect(() => parse(query)).toThrow(message);
  });
});

test("any text is read or refused, never more", () => {
  const words = [
    "sum",
    "rate",
    "foo",
    "(",
    ")",
    "[5m]",
    "{",
    "}",
    '"a"',
    "by",
    "on",
    "+",
    "-",
    "^",
    "1",
    "offset",
    "@",
    ",",
    "=",
    "bool",
    "#",
    "\n",
    "5m:",
  ];
  const query = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((all) => all.join(" ")),
  );
  fc.assert(
    fc.property(query, (text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 1000 },
  );
});
