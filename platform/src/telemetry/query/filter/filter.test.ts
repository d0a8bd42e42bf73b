import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FilterError } from "./error.ts";
import { parseFilter } from "./parse.ts";
import { printFilter } from "./print.ts";
import { type Filter, operators } from "./syntax.ts";

const text = (text: string): Filter => ({ type: "text", text });
const compare = (key: string, operator: (typeof operators)[number], value: string): Filter => ({
  type: "compare",
  key,
  operator,
  value,
});
const not = (term: Filter): Filter => ({ type: "not", term });
const all = (...terms: Filter[]): Filter => ({ type: "and", terms });
const any = (...terms: Filter[]): Filter => ({ type: "or", terms });

describe("a filter reads as", () => {
  const facts: [written: string, meant: Filter][] = [
    ["", all()],
    ["  ", all()],
    ["service=cart", compare("service", "=", "cart")],
    ["service = cart", compare("service", "=", "cart")],
    ["http.response.status_code>=500", compare("http.response.status_code", ">=", "500")],
    ["a!=b", compare("a", "!=", "b")],
    ["a!~b", compare("a", "!~", "b")],
    ["url=/x?a=1&b<2", compare("url", "=", "/x?a=1&b<2")],
    ["n>-5", compare("n", ">", "-5")],
    ['name="GET /api"', compare("name", "=", "GET /api")],
    ['"odd key"=1', compare("odd key", "=", "1")],
    ['a="say \\"hi\\" \\\\ \\d"', compare("a", "=", 'say "hi" \\ \\d')],
    ["a=*", { type: "exists", key: "a" }],
    ["a!=*", not({ type: "exists", key: "a" })],
    ['a="*"', compare("a", "=", "*")],
    ["refused", text("refused")],
    ['"connection refused"', text("connection refused")],
    ["10.0.0.1:80", text("10.0.0.1:80")],
    ["wow!", text("wow!")],
    ["결제 실패", all(text("결제"), text("실패"))],
    ["-debug", not(text("debug"))],
    ["-a=1", not(compare("a", "=", "1"))],
    ["pre-fix", text("pre-fix")],
    ["a=1 b=2", all(compare("a", "=", "1"), compare("b", "=", "2"))],
    ["a=1 AND b=2", all(compare("a", "=", "1"), compare("b", "=", "2"))],
    ["a=1 b=2 OR c", any(all(compare("a", "=", "1"), compare("b", "=", "2")), text("c"))],
    ["a=1 (b OR -c)", all(compare("a", "=", "1"), any(text("b"), not(text("c"))))],
    ["-(a b)", not(all(text("a"), text("b")))],
    ["a= OR", compare("a", "=", "OR")],
    ['"OR"', text("OR")],
    ["or and", all(text("or"), text("and"))],
  ];
  test.each(facts)("%s", (written, meant) => {
    expect(parseFilter(written)).toEqual(meant);
  });
});

describe("a filter is refused", () => {
  const facts: [written: string, position: number, problem: RegExp][] = [
    ['a="b', 2, /quote is not closed/],
    ["(a", 0, /not closed/],
    ["a)", 1, /closes nothing/],
    ["=5", 0, /condition is missing before =/],
    ["a=", 2, /value is missing/],
    ["a OR", 4, /condition is missing/],
    ["()", 1, /condition is missing before \)/],
    ["a>*", 1, /no meaning/],
    [`${"(".repeat(100)}a`, 65, /nested too deeply/],
  ];
  test.each(facts)("%s", (written, position, problem) => {
    expect(() => parseFilter(written)).toThrow(problem);
    expect(() => parseFilter(written)).toThrow(expect.objectContaining({ position, code: "INVALID_FILTER" }));
  });
});

const word = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom("OR", "AND", "*", "-", "a-b", "a=b", '"', "\\", "!"),
);
const { filter } = fc.letrec<{ filter: Filter; leaf: Filter }>((tie) => ({
  leaf: fc.oneof(
    word.map(text),
    word.map((key): Filter => ({ type: "exists", key })),
    fc
      .tuple(word, fc.constantFrom(...operators), fc.oneof(word, fc.constant("")))
      .map((args) => compare(...args)),
  ),
  filter: fc.oneof(
    { maxDepth: 5 },
    tie("leaf"),
    tie("filter").map(not),
    fc.array(tie("filter"), { minLength: 2, maxLength: 4 }).map((terms) => all(...terms)),
    fc.array(tie("filter"), { minLength: 2, maxLength: 4 }).map((terms) => any(...terms)),
  ),
}));

test("printing and reading again gives the same filter", () => {
  fc.assert(
    fc.property(filter, (tree) => {
      expect(parseFilter(printFilter(tree))).toEqual(tree);
    }),
    { numRuns: 1000 },
  );
});

test("any text reads as a filter or is refused with a place and a help", () => {
  const signs = fc.string({ unit: fc.constantFrom(...Array.from('abOR -()"\\=!~<>* é')), maxLength: 60 });
  fc.assert(
    fc.property(fc.oneof(fc.string(), signs), (written) => {
      try {
        parseFilter(written);
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError);
        expect((error as FilterError).position).toBeTypeOf("number");
      }
    }),
  );
});
