import { expect, it } from "vitest";
import { marked } from "./marked.ts";

it.each([
  ["left the pier", "", ["left the pier"]],
  ["left the pier", "THE", ["left ", "[the]", " pier"]],
  ["aXaX", "ax", ["[aX]", "[aX]"]],
  ["nothing here", "z", ["nothing here"]],
])("%s with %s", (text, find, parts) => {
  expect(marked(text, find).map(({ text: part, isMatch }) => (isMatch ? `[${part}]` : part))).toEqual(parts);
});
