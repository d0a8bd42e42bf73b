import { describe, expect, it } from "vitest";
import { readVariables, variableQuery } from "./variable.ts";

describe("a query variable asks", () => {
  it.each([
    ["label_values(job)", { of: "values", label: "job", selector: "" }],
    ["label_values(up, job)", { of: "values", label: "job", selector: "up" }],
    [
      'label_values(up{a="x, y",b=~"$c"}, job)',
      { of: "values", label: "job", selector: 'up{a="x, y",b=~"$c"}' },
    ],
    ["label_names()", { of: "labels", selector: "" }],
    ["metrics(node_.*)", { of: "values", label: "__name__", selector: '{__name__=~"node_.*"}' }],
    ["query_result(up)", undefined],
    ["SELECT 1", undefined],
    ["label_values(", undefined],
  ])("%s", (text, query) => expect(variableQuery(text)).toEqual(query));
});

describe("variables are read", () => {
  const missed: string[] = [];
  const read = (raw: object) => readVariables([{ name: "v", ...raw }], (what) => missed.push(what))[0];

  it("with what was chosen", () => {
    expect(read({ type: "query", current: { value: ["a", "b"] } })?.current).toEqual(["a", "b"]);
    expect(read({ type: "query", current: { value: "a" } })?.current).toEqual(["a"]);
    expect(read({ type: "query", includeAll: true, current: { value: ["$__all"] } })?.current).toEqual([]);
  });
  it("their query as a text or in an object", () => {
    expect(read({ type: "query", query: "label_values(a)" })?.query).toBe("label_values(a)");
    expect(read({ type: "query", query: { query: "label_values(b)" } })?.query).toBe("label_values(b)");
  });
  it("their values from a list, the first one chosen", () => {
    const custom = read({ type: "custom", query: String.raw`a, Five : 5,x\,y` });
    expect([custom?.options, custom?.current]).toEqual([["a", "5", "x,y"], ["a"]]);
  });
  it("their pattern, unless it looks around or back", () => {
    expect(read({ type: "query", regex: "/^(.+)-[0-9]+$/" })?.pattern).toBe("/^(.+)-[0-9]+$/");
    expect(missed.splice(0)).toEqual([]);
    expect(read({ type: "query", regex: "/^(?!kube-).+/" })?.pattern).toBe("");
    expect(missed.splice(0)).toEqual(["variableRegex"]);
  });
  it("but not those of data sources, of which there is one", () => {
    expect(read({ type: "datasource" })).toBeUndefined();
    expect(missed).toEqual([]);
  });
  it("and others are told", () => {
    expect(read({ type: "adhoc" })).toBeUndefined();
    expect(missed).toEqual(["variableType"]);
  });
});
