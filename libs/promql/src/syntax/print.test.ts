import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../parse/parse.ts";
import { formatExpression, printExpression } from "./print.ts";

describe("an expression is printed", () => {
  const facts: [query: string, printed: string][] = [
    ["sum(rate(foo{a='b'}[5m]))by(x)", 'sum by (x) (rate(foo{a="b"}[5m]))'],
    ["a+b offset 5m", "a + b offset 5m"],
    ["foo[1h:5m]offset -1d @ 1.5", "foo[1h:5m] @ 1.500 offset -1d"],
    ['{"http.requests", "k8s.pod"="a"}', '{"http.requests","k8s.pod"="a"}'],
    ["a*on(x)group_left(y)b", "a * on (x) group_left (y) b"],
    ["a>bool ignoring(x)b", "a > bool ignoring (x) b"],
    ["topk without(a)(3,foo)", "topk without (a) (3, foo)"],
    ["- -1", "1"],
    ["-foo^2", "-foo ^ 2"],
  ];
  test.each(facts)("%s as %s", (query, printed) => {
    expect(printExpression(parse(query))).toBe(printed);
  });

  test("over several lines when one would be too long", () => {
    const long = `sum by (job) (rate(http_requests_total{job="${"x".repeat(45)}", code=~"5.."}[5m])) / sum by (job) (rate(b[5m]))`;
    expect(
      formatExpression(parse(long))
        .split("\n")
        .map((line) => line.trimEnd()),
    ).toEqual([
      "  sum by (job) (",
      `    rate(http_requests_total{job="${"x".repeat(45)}",code=~"5.."}[5m])`,
      "  )",
      "/",
      "  sum by (job) (rate(b[5m]))",
    ]);
  });
});

const name = fc.constantFrom("foo", "up", "http:rate5m", "sum_x");
const label = fc.constantFrom("job", "le", "by", "k8s.pod.name", "on");
const text = fc.string({ unit: "grapheme", maxLength: 6 });
const duration = fc.constantFrom("5m", "1h30m", "250ms", "2w");
const labels = fc
  .array(label, { maxLength: 2 })
  .map((all) => `(${all.map((each) => JSON.stringify(each)).join(",")})`);
const selector = fc
  .tuple(name, fc.array(fc.tuple(label, fc.constantFrom("=", "!="), text), { maxLength: 2 }))
  .map(
    ([metric, matchers]) =>
      `${metric}{${matchers.map(([key, op, value]) => JSON.stringify(key) + op + JSON.stringify(value)).join(",")}}`,
  );

const { vector } = fc.letrec<{ vector: string; range: string }>((tie) => ({
  range: fc.oneof(
    fc.tuple(selector, duration).map(([of, range]) => `${of}[${range}]`),
    fc.tuple(tie("vector"), duration).map(([of, range]) => `(${of})[${range}:]`),
  ),
  vector: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    selector,
    fc.tuple(selector, duration).map(([of, offset]) => `${of} offset ${offset} @ 12.5`),
    tie("range").map((of) => `rate(${of})`),
    fc
      .tuple(fc.constantFrom("sum", "avg", "max"), fc.constantFrom("by", "without"), labels, tie("vector"))
      .map(([op, how, by, of]) => `${op} ${how} ${by} (${of})`),
    fc
      .tuple(
        tie("vector"),
        fc.constantFrom("+", "*", "^", ">", "== bool", "/ on(job) group_left(le)", "%"),
        tie("vector"),
      )
      .map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie("vector"), fc.constantFrom("and", "or on(job)", "unless"), tie("vector"))
      .map(([a, op, b]) => `${a} ${op} ${b}`),
    tie("vector").map((of) => `-${of}`),
    tie("vector").map((of) => `(${of})`),
  ),
}));

const plain = (query: string): unknown =>
  JSON.parse(
    JSON.stringify(parse(query), (key, value: unknown) =>
      key === "position" || key === "written" ? undefined : value,
    ),
  );

test("what is printed reads as the same expression", () => {
  fc.assert(
    fc.property(vector, (query) => {
      const expression = parse(query);
      expect(plain(printExpression(expression))).toEqual(plain(query));
      expect(plain(formatExpression(expression))).toEqual(plain(query));
    }),
    { numRuns: 300 },
  );
});
