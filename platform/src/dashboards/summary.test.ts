import { describe, expect, test } from "vitest";
import { slugOf, summaryOf, toKeep } from "./summary.ts";

describe("a dashboard's JSON is told in short", () => {
  test("by uid, title, tags and the number of its panels", () => {
    const json = JSON.stringify({ uid: "a", title: " Cart ", tags: ["shop"], panels: [{}, {}], more: 1 });
    expect(summaryOf(json)).toEqual({ uid: "a", title: "Cart", description: "", tags: ["shop"], panels: 2 });
  });
  test.each(["", "null", "[]", "{", '{"title":"no panels"}'])("%s is none", (json) =>
    expect(summaryOf(json)).toBeUndefined(),
  );
  test("what has another type counts as missing", () => {
    expect(summaryOf('{"uid":1,"title":null,"tags":"a","panels":[]}')).toMatchObject({ uid: "", tags: [] });
  });
});

describe("a dashboard is kept", () => {
  test("with all of its fields, under its uid, without the number of another database", () => {
    const kept = JSON.parse(toKeep('{"id":7,"title":"t","panels":[{"type":"news"}],"x":{"y":1}}', "u"));
    expect(kept).toEqual({ id: null, uid: "u", title: "t", panels: [{ type: "news" }], x: { y: 1 } });
  });
  test.each(['{"panels":[]}', '{"title":" ","panels":[]}', "no"])("but not %s", (json) =>
    expect(() => toKeep(json, "u")).toThrow("no dashboard"),
  );
});

test.each([
  ["Cart, p99", "cart-p99"],
  ["  --  ", "dashboard"],
  ["장바구니", "dashboard"],
  ["Über", "u-ber"],
  ["a".repeat(80), "a".repeat(40)],
])("the title %j is %s as a name", (title, slug) => expect(slugOf(title)).toBe(slug));
