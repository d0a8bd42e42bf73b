import { describe, expect, test } from "vitest";
import { targetOfLink } from "./link.ts";

describe("a link of a sentence", () => {
  const facts: [link: string, target: ReturnType<typeof targetOfLink>][] = [
    ["/services/cart", { to: "/services/cart", search: {} }],
    ["/logs?filter=a%3Db&from=1", { to: "/logs", search: { filter: ["a=b"], from: ["1"] } }],
    ["/x?c=1&c=2", { to: "/x", search: { c: ["1", "2"] } }],
    ["/services/a%2Fb", { to: "/services/a%2Fb", search: {} }],
    ["//evil.example/x", undefined],
    ["/\\evil.example", undefined],
    ["https://evil.example", undefined],
    ["javascript:alert(1)", undefined],
    ["", undefined],
  ];
  test.each(facts)("%j", (link, target) => expect(targetOfLink(link)).toEqual(target));
});
