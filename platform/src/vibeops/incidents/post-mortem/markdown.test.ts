import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { code, plain, quoted } from "./markdown.ts";

describe("text from outside is shown and does nothing", () => {
  const facts: [text: string, markdown: string][] = [
    ["payment", "payment"],
    ["p95 0.12 s (before)", "p95 0.12 s (before)"],
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["[click](javascript:alert(1))", String.raw`\[click\](javascript:alert(1))`],
    ["![x](http://evil/x.png)", String.raw`\!\[x\](http\://evil/x.png)`],
    ["see https://evil.example", String.raw`see https\://evil.example`],
    ["www.evil.example", String.raw`www\.evil.example`],
    ["**bold** _it_ ~~no~~ `code`", String.raw`\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\``],
    ["# a heading", String.raw`\# a heading`],
    ["1. a list", String.raw`1\. a list`],
    ["- an item", String.raw`\- an item`],
    ["a | b", String.raw`a \| b`],
    ["one\n# two\r\n- three", "one # two - three"],
    ["a\u202Eb\u0000c\u200b", "abc"],
    ["주문 서비스의 커넥션", "주문 서비스의 커넥션"],
  ];
  test.each(facts)("%j", (text, markdown) => expect(plain(text)).toBe(markdown));
});

describe("a log line is code as it is", () => {
  const facts: [text: string, markdown: string][] = [
    ["GET /a <b>", "`GET /a <b>`"],
    ["a `b` c", "``a `b` c``"],
    ["`a`", "`` `a` ``"],
    ["a\nb", "`a b`"],
    ["", "–"],
  ];
  test.each(facts)("%j", (text, markdown) => expect(code(text)).toBe(markdown));

  test("whatever is in it, it ends where it should", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", " ", "\n", "<") }), (text) => {
        const markdown = code(text);
        const [fence = ""] = /^`+/.exec(markdown) ?? [];
        if (fence === "") return;
        expect(markdown.endsWith(fence)).toBe(true);
        const inside = markdown.slice(fence.length, -fence.length);
        const runs = [...inside.matchAll(/`+/g)].map(([run]) => run.length);
        expect(runs).not.toContain(fence.length);
        expect(inside).not.toMatch(/^`|`$|\n/);
      }),
    );
  });
});

test("what a person wrote keeps its lines, each a quotation", () => {
  expect(quoted("first\n# second\n\nlast")).toBe("> first  \n> \\# second  \n>  \n> last");
});
