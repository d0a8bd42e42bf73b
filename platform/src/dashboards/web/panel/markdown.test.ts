import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOf } from "./markdown.ts";

const text = (value: string) => ({ kind: "text", text: value });

describe("a text panel", () => {
  it.each([
    ["# Cart", [{ kind: "heading", content: [text("Cart")] }]],
    [
      "one\ntwo\n\nthree",
      [
        { kind: "paragraph", content: [text("one two")] },
        { kind: "paragraph", content: [text("three")] },
      ],
    ],
    ["- a\n- b", [{ kind: "list", items: [[text("a")], [text("b")]] }]],
    ["```\nx < y\n```", [{ kind: "code", text: "x < y" }]],
    [
      "**a** `b`",
      [
        {
          kind: "paragraph",
          content: [{ kind: "strong", text: "a" }, text(" "), { kind: "code", text: "b" }],
        },
      ],
    ],
    [
      "[a](https://b.c/d)",
      [{ kind: "paragraph", content: [{ kind: "link", text: "a", href: "https://b.c/d" }] }],
    ],
    ["[a](/logs)", [{ kind: "paragraph", content: [{ kind: "link", text: "a", href: "/logs" }] }]],
    ["[a](javascript:alert(1))", [{ kind: "paragraph", content: [text("[a](javascript:alert(1))")] }]],
    ["[a](//evil.example)", [{ kind: "paragraph", content: [text("[a](//evil.example)")] }]],
    ["<script>x</script>", [{ kind: "paragraph", content: [text("<script>x</script>")] }]],
  ])("%j", (markdown, blocks) => expect(blocksOf(markdown)).toEqual(blocks));

  it("links to the web and to pages of the console only, whatever is written", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (label, href) => {
        const links = JSON.stringify(blocksOf(`[${label}](${href})`)).matchAll(/"href":"([^"]*)"/g);
        return [...links].every(([, to = ""]) => /^(https?:\/\/|\/[^/])/.test(to));
      }),
    );
  });
});
