import { describe, expect, it } from "vitest";
import { cutAt } from "./highlight.ts";

const marked = (text: string, ...words: string[]) =>
  cutAt(text, words)
    .map((piece) => (piece.match ? `[${piece.text}]` : piece.text))
    .join("");

describe("what was searched for is marked", () => {
  it.each([
    ["connection refused", ["refused"], "connection [refused]"],
    ["Refused, refused", ["refused"], "[Refused], [refused]"],
    ["GET /a?b=1 (200)", ["(200)", "?"], "GET /a[?]b=1 [(200)]"],
    ["결제 실패", ["실패"], "결제 [실패]"],
    ["nothing", [], "nothing"],
    ["nothing", [""], "nothing"],
  ])("%s", (text, words, expected) => expect(marked(text, ...words)).toBe(expected));
});
