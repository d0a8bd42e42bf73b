import { describe, expect, it } from "vitest";
import { queryContext } from "./query-context.ts";

describe("what can be written next", () => {
  it.each([
    ["", { of: "name", typed: "" }],
    ["sum(ra", { of: "name", typed: "ra" }],
    ["rate(http_", { of: "name", typed: "http_" }],
    ["up{", { of: "label", typed: "", metric: "up" }],
    ['up{job="a", ins', { of: "label", typed: "ins", metric: "up" }],
    ['up{job="', { of: "value", typed: "", metric: "up", label: "job" }],
    ['up{a="x",job=~"ca', { of: "value", typed: "ca", metric: "up", label: "job" }],
    ['{job!="b\\"', { of: "value", typed: 'b\\"', metric: "", label: "job" }],
    ["sum by (jo", { of: "label", typed: "jo", metric: "" }],
    ["a / on (x, ", { of: "label", typed: "", metric: "" }],
    ['sum(up{job="a"}) + pro', { of: "name", typed: "pro" }],
  ])("after %j", (before, context) => expect(queryContext(before)).toEqual(context));

  it.each(["rate(a[5", "12", 'up{job="a"', "up{job"])("nothing but more of the same after %j", (before) => {
    const context = queryContext(before);
    expect(context === undefined || context.of === "label").toBe(true);
  });
});
