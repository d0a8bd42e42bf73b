import { describe, expect, it } from "vitest";
import { draftOf, isComplete } from "./completion.ts";

describe("completion knows what is being written", () => {
  it.each([
    ["", { part: "key", prefix: "", search: "" }],
    ["ser", { part: "key", prefix: "", search: "ser" }],
    ["-ser", { part: "key", prefix: "-", search: "ser" }],
    ["service=", { part: "value", key: "service", prefix: "service=", search: "" }],
    ["a.b>=5", { part: "value", key: "a.b", prefix: "a.b>=", search: "5" }],
    ['name="GET /c', { part: "value", key: "name", prefix: "name=", search: "GET /c" }],
  ])("%j", (text, draft) => expect(draftOf(text)).toEqual(draft));
});

describe("a space closes a whole condition only", () => {
  it.each([
    ["service=cart", true],
    ["service=", false],
    ["timeout", false],
    ['name="GET ', false],
    ['name="GET /"', true],
  ])("%j: %s", (text, complete) => expect(isComplete(text)).toBe(complete));
});
